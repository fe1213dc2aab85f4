package org.sopworkers.engine;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the engine. Everything that an operator may set is an environment variable SOP_ENGINE_*, see application.yml. */
@SpringBootApplication
public class SopEngineApplication {

  private static final String ADMIN_USER = "SOP_ENGINE_ADMIN_USER";
  private static final String ADMIN_PASSWORD = "SOP_ENGINE_ADMIN_PASSWORD";

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(SopEngineApplication.class);
    if (isSet(ADMIN_USER) != isSet(ADMIN_PASSWORD)) {
      System.err.println("sop-engine: set both " + ADMIN_USER + " and " + ADMIN_PASSWORD + ", or neither (then no administrator is created).");
      System.exit(2);
    }
    if (isSet(ADMIN_USER)) {
      application.setAdditionalProfiles("admin-by-environment");
    }
    application.run(args);
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isBlank();
  }
}
