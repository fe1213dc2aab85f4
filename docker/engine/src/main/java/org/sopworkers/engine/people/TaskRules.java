package org.sopworkers.engine.people;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.history.HistoricTaskInstanceQuery;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteTaskCommentCmd;
import org.camunda.bpm.engine.impl.cmd.ResolveTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SaveTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SetTaskFollowUpDateCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateCommentCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.PropertyChange;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.task.DelegationState;
import org.camunda.bpm.engine.task.IdentityLink;

/**
 * Who may do what with a user task, beyond the engine's authorisations, which stop at "a candidate may update it".
 *
 * <p>Whoever works on a task has claimed it, is one of its candidates, and did not complete a step that the task's
 * property {@code notBy} names. Stewards, who may assign all tasks of the process, hand a task to another candidate;
 * they neither complete it nor are they exempt from four eyes. Where nobody is logged in the engine itself acts: jobs,
 * listeners, the Java API. Nothing of that is vetoed, nor whom a model assigns by itself.
 */
final class TaskRules {

  /**
   * Property of a user task in the model: user tasks, separated by commas. A step of the same process is its id; one of
   * another process of the case, which calls this one or is called beside it, is {@code process:id}. {@code start} is
   * whoever began the case.
   */
  static final String NOT_BY = "notBy";

  /** In a {@code notBy}: the beginning of the case, of whichever process. */
  static final String START = "start";

  private static final Set<String> OF_A_CANDIDATE = Set.of(TaskEntity.ASSIGNEE, TaskEntity.FOLLOW_UP_DATE, TaskEntity.DELEGATION);

  private TaskRules() {}

  /** Complete, submit a form, throw an error or an escalation: everything but claiming and comments. */
  static void work(TaskEntity task) {
    String user = user();
    Command<?> command = CommandWatch.current();
    boolean harmless =
        command instanceof ClaimTaskCmd || command instanceof UpdateCommentCmd || command instanceof DeleteTaskCommentCmd;
    if (user == null || harmless || task.getTaskDefinitionKey() == null) {
      return;
    }
    if (task.getAssignee() == null) {
      throw new Veto("任务“" + task.getName() + "”尚未认领，请先认领再办理。");
    }
    if (!task.getAssignee().equals(user)) {
      throw new Veto("任务“" + task.getName() + "”已由他人认领，只能由认领人本人办理；认领人不在时，请联系运维人员改派。");
    }
    if (command instanceof ResolveTaskCmd && task.getDelegationState() != DelegationState.PENDING) {
      throw new Veto("任务“" + task.getName() + "”没有委派，请填写表单后提交。");
    }
    requireEligible(task, user);
  }

  /** Change assignee, candidates, owner or another property: what of that the command is, and not yet to what. */
  static void change(TaskEntity task) {
    Command<?> command = CommandWatch.current();
    boolean lookedAtLater =
        command instanceof AssignTaskCmd || command instanceof SaveTaskCmd || command instanceof SetTaskFollowUpDateCmd;
    if (user() != null && task.getTaskDefinitionKey() != null && !lookedAtLater && !isSteward(task)) {
      throw new Veto("任务“" + task.getName() + "”的候选组、期限和其他属性由流程决定，不能自行修改；确需修改请联系运维人员。");
    }
  }

  /** Variables are written by submitting the form, and otherwise by whoever may write those of all tasks. */
  static void changeVariables(TaskEntity task) {
    if (user() != null && task.getTaskDefinitionKey() != null && !mayWriteVariables(task)) {
      throw new Veto("任务“" + task.getName() + "”的数据只能随表单提交，不能单独修改；请打开表单填写后提交。");
    }
  }

  /** What a command has changed, before it is committed. */
  static void changed(TaskEntity task) {
    String user = user();
    Map<String, PropertyChange> changes = task.getPropertyChanges();
    if (user == null || changes.isEmpty()) {
      return;
    }
    boolean steward = isSteward(task);
    if (!steward && !OF_A_CANDIDATE.containsAll(changes.keySet())) {
      throw new Veto("任务“" + task.getName() + "”的名称、期限和其他属性由流程决定，不能自行修改；确需修改请联系运维人员。");
    }
    PropertyChange delegation = changes.get(TaskEntity.DELEGATION);
    boolean handedBack = delegation != null && delegation.getNewValue() == DelegationState.RESOLVED;
    if (delegation != null && !handedBack) {
      throw new Veto("任务“" + task.getName() + "”不能委派；请退回本组由同事认领，或联系运维人员改派。");
    }
    PropertyChange assignee = changes.get(TaskEntity.ASSIGNEE);
    if (assignee == null) {
      return;
    }
    String before = (String) assignee.getOrgValue();
    String after = (String) assignee.getNewValue();
    boolean claims = before == null && user.equals(after);
    boolean givesBack = user.equals(before) && (after == null || handedBack);
    if (!steward && !claims && !givesBack) {
      throw new Veto("任务“" + task.getName() + "”只能由本人认领或退回；改派他人请联系运维人员。");
    }
    if (after != null) {
      requireEligible(task, after);
    }
  }

  private static void requireEligible(TaskEntity task, String person) {
    if (!isCandidate(task, person)) {
      throw new Veto("“" + person + "”不是任务“" + task.getName() + "”的候选人；请由候选组成员认领，或联系运维人员改派。");
    }
    for (String step : notBy(task)) {
      if (START.equals(step)) {
        if (person.equals(starter(task))) {
          throw new Veto("双人复核：“" + person + "”是发起人，不能办理“" + task.getName() + "”；请由本组另一位同事认领。");
        }
        continue;
      }
      for (HistoricTaskInstance done : last(step, task)) {
        if (completers(done).anyMatch(person::equals)) {
          throw new Veto("双人复核：“" + person + "”已办理“" + done.getName() + "”，不能再办理“" + task.getName() + "”；请由本组另一位同事认领。");
        }
      }
    }
  }

  private static boolean isCandidate(TaskEntity task, String person) {
    Set<IdentityLink> candidates = task.getCandidates();
    if (candidates.isEmpty() || candidates.stream().anyMatch(each -> person.equals(each.getUserId()))) {
      return true;
    }
    String[] groups = candidates.stream().map(IdentityLink::getGroupId).filter(Objects::nonNull).toArray(String[]::new);
    return groups.length > 0
        && unrestricted(engine -> engine.getIdentityService().createGroupQuery().groupMember(person).groupIdIn(groups).count()) > 0;
  }

  @SuppressWarnings("unchecked")
  private static List<String> notBy(TaskEntity task) {
    Object listed = task.getProcessDefinition().findActivity(task.getTaskDefinitionKey()).getProperty(NOT_BY);
    return listed == null ? List.of() : (List<String>) listed;
  }

  /** Who began the case, by history: a called process has no starter of its own. */
  private static String starter(TaskEntity task) {
    String root = task.getProcessInstance().getRootProcessInstanceId();
    HistoricProcessInstance begun =
        unrestricted(engine -> engine.getHistoryService().createHistoricProcessInstanceQuery().processInstanceId(root).singleResult());
    return begun == null ? null : begun.getStartUserId();
  }

  /** The text of a {@code notBy} as steps. */
  static List<String> steps(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
  }

  /** Whether a step is one of another process of the case. */
  static boolean isElsewhere(String step) {
    return step.indexOf(':') >= 0;
  }

  /** The last completion of a step in this case; every one of it where several work side by side. */
  private static List<HistoricTaskInstance> last(String step, TaskEntity task) {
    HistoricTaskInstanceQuery query =
        Context.getProcessEngineConfiguration().getHistoryService().createHistoricTaskInstanceQuery().finished();
    if (isElsewhere(step)) {
      String[] parts = step.split(":", 2);
      query.rootProcessInstanceId(task.getProcessInstance().getRootProcessInstanceId())
          .processDefinitionKey(parts[0]).taskDefinitionKey(parts[1]);
    } else {
      query.processInstanceId(task.getProcessInstanceId()).taskDefinitionKey(step);
    }
    List<HistoricTaskInstance> done =
        unrestricted(engine -> query.list()).stream()
            .filter(each -> TaskEntity.DELETE_REASON_COMPLETED.equals(each.getDeleteReason())).toList();
    if (done.stream().anyMatch(TaskRules::isRepeated)) {
      return done;
    }
    return done.stream().max(Comparator.comparing(HistoricTaskInstance::getEndTime)).stream().toList();
  }

  /** Its assignee and, from before these rules, whoever completed it in his place. */
  private static Stream<String> completers(HistoricTaskInstance task) {
    List<UserOperationLogEntry> log =
        unrestricted(engine -> engine.getHistoryService().createUserOperationLogQuery()
            .taskId(task.getId()).operationType(UserOperationLogEntry.OPERATION_TYPE_COMPLETE).list());
    return Stream.concat(Stream.of(task.getAssignee()), log.stream().map(UserOperationLogEntry::getUserId)).filter(Objects::nonNull);
  }

  private static boolean isRepeated(HistoricTaskInstance task) {
    ActivityImpl activity =
        Context.getProcessEngineConfiguration().getDeploymentCache()
            .findDeployedProcessDefinitionById(task.getProcessDefinitionId()).findActivity(task.getTaskDefinitionKey());
    for (ScopeImpl scope = activity; scope instanceof ActivityImpl each; scope = each.getFlowScope()) {
      if (each.isMultiInstance()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSteward(TaskEntity task) {
    return may(task, ProcessDefinitionPermissions.TASK_ASSIGN) || may(task, ProcessDefinitionPermissions.UPDATE_TASK);
  }

  private static boolean mayWriteVariables(TaskEntity task) {
    return may(task, ProcessDefinitionPermissions.UPDATE_TASK_VARIABLE) || may(task, ProcessDefinitionPermissions.UPDATE_TASK);
  }

  private static boolean may(TaskEntity task, ProcessDefinitionPermissions permission) {
    return commands().getAuthorizationManager()
        .isAuthorized(permission, Resources.PROCESS_DEFINITION, task.getProcessDefinition().getKey());
  }

  private static String user() {
    return commands().getAuthenticatedUserId();
  }

  private static CommandContext commands() {
    return Context.getCommandContext();
  }

  /** Staff may neither see groups nor the history of others; the rules may. */
  private static <T> T unrestricted(java.util.function.Function<ProcessEngineServices, T> question) {
    return commands().runWithoutAuthorization(() -> question.apply(Context.getProcessEngineConfiguration().getProcessEngine()));
  }
}
