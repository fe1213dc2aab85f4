"""Breaks of the models: what they name, whom they ask, when they wake, which way they go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.mutant import Kind, Mutant, files, misspelt, read, replaced, some

MODELS = "bpmn/*/*.bpmn"
FORMS = ("solution", "investigation", "execution", "archive-check")
JAVA = 'camunda:class="com.example.Work"'
GROUPS = ("finance", "legal", "sales", "logistics")


def swap(kind: str, path: str, new: str | None = None, others: tuple[str, ...] = ()) -> Kind:
    """The first group of a pattern is misspelt, or replaced by a text, or by another of a list."""

    def changed(found: re.Match[str]) -> str | None:
        word = found.group(1)
        if others:
            text = next(each for each in others if each != word)
        else:
            text = misspelt(word) if new is None else new
        start, end = found.start(1) - found.start(), found.end(1) - found.start()
        return found.group()[:start] + text + found.group()[end:]

    return lambda: replaced(kind, MODELS, path, changed)


def cut(kind: str, path: str) -> Kind:
    """All of a pattern is taken out."""
    return lambda: replaced(kind, MODELS, path, lambda _: "")


def without_element(kind: str, tag: str, having: str) -> Kind:
    """An element with all that refers to it, as a modeler deletes it."""

    def mutants() -> Iterator[Mutant]:
        places = [
            (file, str(found.group(1)))
            for file in files(MODELS)
            for found in re.finditer(
                rf'<bpmn:{tag} id="(\w+)"(?:(?!</bpmn:{tag}>).)*?{having}', read(file), re.DOTALL
            )
        ]
        for file, element in some(places, kind):
            yield Mutant(kind, file, f"{element} 删去", deleted(read(file), element))

    return mutants


def deleted(text: str, element: str) -> str:
    """A model without an element, its flows and its pictures."""
    gone = [element]
    flow = rf'<bpmn:sequenceFlow id="(\w+)"[^>]*(?:sourceRef|targetRef)="{element}"'
    gone += re.findall(flow, text)
    for each in gone:
        text = re.sub(rf'\n *<bpmn:(\w+) id="{each}"[^>]*/>', "", text)
        text = re.sub(rf'\n *<bpmn:(\w+) id="{each}"[^>]*>.*?</bpmn:\1>', "", text, flags=re.DOTALL)
        text = re.sub(rf"\n *<bpmn:\w+>{each}</bpmn:\w+>", "", text)
        text = re.sub(
            rf'\n *<bpmndi:(\w+) id="\w+" bpmnElement="{each}".*?</bpmndi:\1>',
            "",
            text,
            flags=re.DOTALL,
        )
    return text


def default_elsewhere() -> Iterator[Mutant]:
    """Another flow of the gateway is the default, and the old one has its condition."""
    places = []
    for file in files(MODELS):
        text = read(file)
        for found in re.finditer(r'<bpmn:exclusiveGateway id="(\w+)"[^>]*default="(\w+)"', text):
            others = re.findall(
                rf'<bpmn:sequenceFlow id="(\w+)"[^>]*sourceRef="{found.group(1)}"', text
            )
            places += [(file, found, each) for each in others if each != found.group(2)][:1]
    for file, found, other in some(places, "默认流换成另一条", 8):
        text, old = read(file), found.group(2)
        condition = re.search(
            rf'(<bpmn:sequenceFlow id="{other}"[^>]*)>(\s*<bpmn:conditionExpression.*?)'
            r"(</bpmn:sequenceFlow>)",
            text,
            re.DOTALL,
        )
        if condition is None:
            continue
        text = text.replace(condition.group(), f"{condition.group(1)} />")
        text = text.replace(f'default="{old}"', f'default="{other}"')
        inverted = condition.group(2).replace("${", "${!(").replace("}", ")}")
        text = re.sub(
            rf'(<bpmn:sequenceFlow id="{old}"[^>]*?) ?/>',
            lambda each, inverted=inverted: f"{each.group(1)}>{inverted}</bpmn:sequenceFlow>",
            text,
        )
        yield Mutant("默认流换成另一条", file, f"{old} → {other}", text)


def renamed() -> Iterator[Mutant]:
    """An element has the id that a modeler gives."""
    places = [
        (file, each)
        for file in files(MODELS)
        for each in re.findall(r'<bpmn:\w+Task id="(\w+)"', read(file))
    ]
    for file, element in some(places, "标识是自动生成的"):
        text = re.sub(rf"\b{element}\b", "Activity_0k3x9ab", read(file))
        yield Mutant("标识是自动生成的", file, f"{element} → Activity_0k3x9ab", text)


def moved(kind: str, dx: int, dy: int) -> Kind:
    """A shape is elsewhere."""

    def new(found: re.Match[str]) -> str:
        x, y = float(found.group(2)) + dx, float(found.group(3)) + dy
        return f'{found.group(1)}x="{x:g}" y="{y:g}"'

    path = r'(bpmnElement="Task_\w+">\s*<dc:Bounds )x="([\d.]+)" y="([\d.]+)"'
    return lambda: replaced(kind, MODELS, path, new)


def straightened() -> Iterator[Mutant]:
    """A flow with corners goes straight from end to end."""
    path = (
        r'(<bpmndi:BPMNEdge id="Flow_\w+" bpmnElement="\w+">\n *<di:waypoint [^>]*/>)'
        r"(?:\n *<di:waypoint [^>]*/>){2,}(?=(\n *<di:waypoint))"
    )
    yield from replaced("流拉成直线", MODELS, path, lambda found: found.group(1))


KINDS: tuple[Kind, ...] = (
    swap("主题拼错", r'camunda:topic="([\w.]+)"'),
    swap("主题换成另一个", r'camunda:topic="([\w.]+)"', others=("archive.store", "crm.lookup")),
    cut("外部任务没有主题", r' camunda:topic="[\w.]+"'),
    cut("外部任务没有实现方式", r' camunda:type="external"'),
    without_element("错误边界事件删去", "boundaryEvent", "errorEventDefinition"),
    swap("错误代码改了", r'errorCode="(\w+)"'),
    swap("错误引用拼错", r'errorRef="(\w+)"'),
    swap("消息引用拼错", r'messageRef="(\w+)"'),
    swap("消息名称改了", r'<bpmn:message id="\w+" name="(\w+)"'),
    swap("升级引用拼错", r'escalationRef="(\w+)"'),
    swap("升级代码改了", r'escalationCode="(\w+)"'),
    swap("表单引用拼错", r'camunda:formRef="([\w-]+)"'),
    swap("表单换成另一张", r'camunda:formRef="([\w-]+)"', others=FORMS),
    cut("用户任务没有表单", r' camunda:formRef="[\w-]+" camunda:formRefBinding="deployment"'),
    swap("岗位组拼错", r'candidateGroups="([\w-]+)"'),
    swap("岗位组换成另一个", r'candidateGroups="([\w-]+)"', others=GROUPS),
    cut("没有岗位组", r' camunda:candidateGroups="[^"]+"'),
    swap("岗位组变量拼错", r'candidateGroups="\$\{(\w+)'),
    cut("没有到期时间", r' camunda:dueDate="[^"]+"'),
    swap("到期时间变量拼错", r'dueDate="\$\{(\w+)\}"'),
    swap("读机器的时钟", r'dueDate="(\$\{\w+\})"', "${now()}"),
    without_element("定时器删去", "boundaryEvent", "timerEventDefinition"),
    swap("定时器变量拼错", r"<bpmn:time\w+[^>]*>\$\{(\w+)\}"),
    swap("定时器写死且写错", r"<bpmn:time\w+[^>]*>(\$\{\w+\})", "PT2"),
    cut("定时器会中断任务", r' cancelActivity="false"'),
    swap("条件变量拼错", r"<bpmn:conditionExpression[^>]*>\$\{(\w+)"),
    swap("条件的值拼错", r"<bpmn:conditionExpression[^>]*>\$\{\w+ == '([\w-]+)'"),
    swap("条件反了", r"<bpmn:conditionExpression[^>]*>\$\{\w+ (==) ", "!="),
    default_elsewhere,
    cut("没有默认流", r' default="\w+"'),
    swap("决策引用拼错", r'decisionRef="([\w-]+)"'),
    swap("决策输出拼错", r"getSingleResult\(\)\.(\w+)\}"),
    cut(
        "决策输出没有取",
        r'\n *<camunda:outputParameter name="\w+">\$\{decisionR[^<]*</camunda:outputParameter>',
    ),
    swap(
        "决策结果整个存下",
        r'(decisionRefBinding="deployment")',
        'decisionRefBinding="deployment" camunda:resultVariable="result"',
    ),
    cut("多实例的局部变量删去", r'\n *<camunda:inputParameter name="\w+" />'),
    swap("多实例集合拼错", r'camunda:collection="\$\{(\w+)'),
    swap("多实例元素变量改名", r'camunda:elementVariable="(\w+)"'),
    swap("通知编号拼错", r'name="notice">(N\d+R?)<', "N99"),
    swap("通知换成另一个", r'name="notice">(N\d+R?)<', others=("N09", "N10")),
    cut("终止结束改为普通结束", r"\n *<bpmn:terminateEventDefinition [^>]*/>"),
    cut("流程没有历史保留期限", r' camunda:historyTimeToLive="\w+"'),
    cut("流程没有版本", r' camunda:versionTag="[\w.]+"'),
    swap("绑定改为最新版", r'Binding="(deployment)"', "latest"),
    swap("重试安排写错", r'name="retries" value="([^"]+)"', "R3/5M"),
    cut("没有重试安排", r'\n *<camunda:property name="retries"[^>]*/>'),
    cut("说明没有岗位", r"岗位：[^\n<]*\n"),
    swap("步骤没有名称", r'<bpmn:\w+Task id="\w+"( name="[^"]+")', ""),
    swap("网关不提问", r'Gateway id="\w+" name="[^"]+(？)"', ""),
    renamed,
    swap("外部任务改用 Java", r'(camunda:type="external" camunda:topic="[\w.]+")', JAVA),
    without_element("流删去", "sequenceFlow", "targetRef"),
    swap("流接到别处", r'targetRef="(Task_\w+)"', "Task_ArchiveCase"),
    swap("监听器变量拼错", r"task\.getVariable\('(\w+)'\)"),
    lambda: replaced(
        "平行网关改为排他",
        MODELS,
        r"<bpmn:parallelGateway .*?</bpmn:parallelGateway>",
        lambda found: found.group().replace("parallel", "exclusive"),
    ),
    swap("流程标识改了", r'<bpmn:process id="([\w-]+)"'),
    swap("被引用的泳道改了", r"<bpmn:flowNodeRef>(Task_\w+)<", "Task_Investigate"),
    cut(
        "图上没有图形",
        r'\n *<bpmndi:BPMNShape id="Task_\w+" bpmnElement="\w+">.*?</bpmndi:BPMNShape>',
    ),
    cut(
        "图上没有线", r'\n *<bpmndi:BPMNEdge id="Flow_\w+" bpmnElement="\w+">.*?</bpmndi:BPMNEdge>'
    ),
    moved("图形移到泳道外", 0, -400),
    moved("图形移到别的图形上", 150, 0),
    straightened,
    swap("文件截断", r"(</bpmn:process>.*)", ""),
)
