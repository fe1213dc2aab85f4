package org.sopworkers.engine.people;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/** Knows which command this thread runs, and lets a veto out as what it is. One for each chain of interceptors. */
final class CommandWatch extends CommandInterceptor {

  private static final ThreadLocal<Command<?>> CURRENT = new ThreadLocal<>();

  /** The command that runs, or {@code null}. A command of a command counts while it runs. */
  static Command<?> current() {
    return CURRENT.get();
  }

  @Override
  public <T> T execute(Command<T> command) {
    Command<?> outer = CURRENT.get();
    CURRENT.set(command);
    try {
      return next.execute(command);
    } catch (ProcessEngineException error) {
      throw Veto.within(error).map(ProcessEngineException.class::cast).orElse(error);
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }
}
