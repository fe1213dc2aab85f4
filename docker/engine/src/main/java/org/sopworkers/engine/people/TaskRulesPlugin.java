package org.sopworkers.engine.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseUtil;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Puts {@link TaskRules} into the engine: before every command on a task, and into every user task of every model.
 *
 * <p>The listeners are built-in ones, which no {@code skipCustomListeners} leaves out.
 */
@Component
@ConditionalOnProperty(name = "sop.engine.task-rules", havingValue = "true")
final class TaskRulesPlugin extends AbstractProcessEnginePlugin {

  private static final TaskListener CHANGED = task -> TaskRules.changed((TaskEntity) task);
  private static final TaskListener COMPLETED = task -> TaskRules.work((TaskEntity) task);

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration.setCustomPreCommandInterceptorsTxRequired(
        first(new CommandWatch(), configuration.getCustomPreCommandInterceptorsTxRequired()));
    configuration.setCustomPreCommandInterceptorsTxRequiresNew(
        first(new CommandWatch(), configuration.getCustomPreCommandInterceptorsTxRequiresNew()));
    List<BpmnParseListener> listeners = configuration.getCustomPreBPMNParseListeners();
    configuration.setCustomPreBPMNParseListeners(first(new UserTasks(), listeners));
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl configuration) {
    configuration.getCommandCheckers()
        .replaceAll(each -> each.getClass() == AuthorizationCommandChecker.class ? new TaskRulesChecker() : each);
  }

  private static <T> List<T> first(T element, List<T> others) {
    List<T> all = new ArrayList<>(List.of(element));
    all.addAll(others == null ? List.of() : others);
    return all;
  }

  private static final class UserTasks extends AbstractBpmnParseListener {

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      TaskDefinition task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
      task.addBuiltInTaskListener(TaskListener.EVENTNAME_UPDATE, CHANGED);
      task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, COMPLETED);
      Map<String, String> properties = BpmnParseUtil.parseCamundaExtensionProperties(element);
      if (properties != null && properties.get(TaskRules.NOT_BY) != null) {
        activity.setProperty(TaskRules.NOT_BY, TaskRules.steps(properties.get(TaskRules.NOT_BY)));
      }
    }

    /**
     * A four-eyes rule that names a step which does not exist would be no rule. Steps of other processes are not known
     * here; lint looks at those.
     */
    @Override
    public void parseProcess(Element element, org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity process) {
      check(process, process, element);
    }

    @SuppressWarnings("unchecked")
    private static void check(ScopeImpl process, ScopeImpl scope, Element element) {
      for (ActivityImpl each : scope.getActivities()) {
        List<String> named = (List<String>) each.getProperty(TaskRules.NOT_BY);
        for (String step : named == null ? List.<String>of() : named) {
          if (TaskRules.isElsewhere(step) || TaskRules.START.equals(step)) {
            continue;
          }
          ActivityImpl found = process.findActivity(step);
          if (found == null || !"userTask".equals(found.getProperty("type"))) {
            throw new BpmnParseException("notBy of " + each.getId() + " names " + step + ", which is no user task of this process", element);
          }
        }
        check(process, each, element);
      }
    }
  }
}
