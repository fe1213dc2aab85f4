package org.sopworkers.engine;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.web.servlet.JerseyApplicationPath;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the whole REST API behind a login, whatever else is configured. */
@Configuration(proxyBeanMethods = false)
class RestSecurity {

  /**
   * The engine's own filter, named by class so that this source serves every engine of the family.
   *
   * <p>The empty URL prefix is on purpose: with the servlet's path cut off, the filter lets "/engine" through without a
   * login. There is one engine in this process, so every request is checked against that one.
   */
  @Bean
  FilterRegistrationBean<Filter> restAuthentication(
      JerseyApplicationPath rest,
      @Value("${sop.engine.authentication-filter}") Class<? extends Filter> filter,
      @Value("${sop.engine.authentication-provider}") String provider) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(BeanUtils.instantiateClass(filter));
    registration.setName("rest-authentication");
    registration.addInitParameter("authentication-provider", provider);
    registration.addInitParameter("rest-url-pattern-prefix", "");
    registration.addUrlPatterns(rest.getUrlMapping());
    registration.setAsyncSupported(true); // fetchAndLock holds its request open
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    return registration;
  }

  /** Admin's set-up page would let the first visitor of an engine without administrator make himself one. */
  @Bean
  FilterRegistrationBean<Filter> closedPaths(@Value("${sop.engine.closed-paths}") List<String> paths) {
    Filter refuse = (request, response, chain) -> ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(refuse);
    registration.setName("closed-paths");
    registration.setUrlPatterns(paths);
    registration.setAsyncSupported(true);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
    return registration;
  }
}
