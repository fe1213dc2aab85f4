"""What touches process instances from outside: starts, messages, timers, questions to history."""
