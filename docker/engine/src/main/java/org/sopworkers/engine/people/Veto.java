package org.sopworkers.engine.people;

import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationException;

/** A person may not do that with a user task. REST answers 403, and Tasklist shows the sentence. */
final class Veto extends AuthorizationException {

  private static final long serialVersionUID = 1L;

  Veto(String sentence) {
    super(sentence);
  }

  /** The veto inside an error: the engine wraps what a task listener throws, and REST would answer 500. */
  static Optional<Veto> within(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof Veto veto) {
        return Optional.of(veto);
      }
    }
    return Optional.empty();
  }
}
