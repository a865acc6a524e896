"""Middleware of the shape that LangChain's `create_agent` and LangGraph's tool nodes take. Neither needs to be installed to import this.

    agent = create_agent(model, tools, middleware=[PolicyMiddleware(client.run(session_id="s-1"))])
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from .async_run import AsyncAgentRun
from .decisions import ApprovalNeeded, DecisionError, ToolFailed
from .policy.v1 import policy_service_pb2
from .run import AgentRun

try:
    from langchain.agents.middleware import AgentMiddleware as _Base
except ImportError:
    _Base = object

WITHOUT_SENTENCE = "This is not possible."


class PolicyMiddleware(_Base):
    """Messages are checked before the model reads them, tools are offered only when they may be used, calls are checked, outputs filtered, replies checked.

    What the policy does not allow becomes a message: to the model, of a tool call; to the customer, of a message or a reply. A held call says so to the model
    and is told to `on_approval`, with the ApprovalNeeded that has its decision's id. Without the service nothing goes on: PolicyError is raised.
    """

    def __init__(self, run: AgentRun | AsyncAgentRun, on_approval: Callable[[ApprovalNeeded], None] | None = None) -> None:
        super().__init__()
        self._run = run
        self._on_approval = on_approval
        self._checked: set[str] = set()

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Before and after the model, in a program of threads."""
        run = _blocking(self._run)
        try:
            for name, text in self._new_messages(request):
                run.check_message(text, message_id=name)
                self._checked.add(name)
            listed = run.client.list_tools(policy_service_pb2.ListToolsRequest(mode=run.requests.context.mode))
            response = handler(_with_tools(request, {tool.name for tool in listed.tools}))
            for message in _messages_of(response):
                text = _text_of(message)
                if text:
                    _set_text(message, run.check_reply(text))
            return response
        except DecisionError as refusal:
            return self._refusal(refusal)

    async def awrap_model_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """The same in asyncio."""
        run = _awaited(self._run)
        try:
            for name, text in self._new_messages(request):
                await run.check_message(text, message_id=name)
                self._checked.add(name)
            listed = await run.client.list_tools(policy_service_pb2.ListToolsRequest(mode=run.requests.context.mode))
            response = await handler(_with_tools(request, {tool.name for tool in listed.tools}))
            for message in _messages_of(response):
                text = _text_of(message)
                if text:
                    _set_text(message, await run.check_reply(text))
            return response
        except DecisionError as refusal:
            return self._refusal(refusal)

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Around one tool call, in a program of threads."""
        run, call, kept = _blocking(self._run), request.tool_call, []

        def execute(**arguments: Any) -> Any:
            kept.append(handler(_with_arguments(request, arguments)))
            return _text_of(kept[0])

        try:
            value = run.call_tool(call["name"], call["args"], execute, call_id=call["id"])
        except (DecisionError, ToolFailed) as refusal:
            return _tool_message(call, self._told(refusal), error=True)
        return _answered(kept[0], call, json.dumps(value, ensure_ascii=False))

    async def awrap_tool_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """The same in asyncio."""
        run, call, kept = _awaited(self._run), request.tool_call, []

        async def execute(**arguments: Any) -> Any:
            kept.append(await handler(_with_arguments(request, arguments)))
            return _text_of(kept[0])

        try:
            value = await run.call_tool(call["name"], call["args"], execute, call_id=call["id"])
        except (DecisionError, ToolFailed) as refusal:
            return _tool_message(call, self._told(refusal), error=True)
        return _answered(kept[0], call, json.dumps(value, ensure_ascii=False))

    def _new_messages(self, request: Any) -> list[tuple[str, str]]:
        """Name and text of what people wrote and was not let through yet. What was refused is asked again: it still stands in the conversation."""
        found = []
        for place, message in enumerate(_field(request, "messages") or []):
            if _field(message, "type") in ("human", "user") or _field(message, "role") in ("human", "user"):
                text = _text_of(message)
                digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
                name = f"{self._run.run_id[:64]}:{place}:{digest}"
                if name not in self._checked:
                    found.append((name, text))
        return found

    def _told(self, refusal: Exception) -> str:
        if isinstance(refusal, ApprovalNeeded) and self._on_approval:
            self._on_approval(refusal)
        # Not the exception's own message: that is for operators, and names rules.
        return (refusal.user_message if isinstance(refusal, DecisionError) else str(refusal)) or WITHOUT_SENTENCE

    def _refusal(self, refusal: DecisionError) -> Any:
        text = self._told(refusal)
        try:
            from langchain_core.messages import AIMessage
        except ImportError:
            return {"role": "assistant", "content": text}
        return AIMessage(content=text)


def _blocking(run: AgentRun | AsyncAgentRun) -> AgentRun:
    if not isinstance(run, AgentRun):
        raise RuntimeError("the agent was invoked without asyncio: give the middleware a run of PolicyClient")
    return run


def _awaited(run: AgentRun | AsyncAgentRun) -> AsyncAgentRun:
    if not isinstance(run, AsyncAgentRun):
        raise RuntimeError("the agent was invoked in asyncio: give the middleware a run of AsyncPolicyClient")
    return run


def _field(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def _messages_of(response: Any) -> list[Any]:
    """Of a ModelResponse its result, else the message itself."""
    result = _field(response, "result")
    return list(result) if isinstance(result, (list, tuple)) else [response]


def _text_of(message: Any) -> str:
    """Content as text: a text, or the texts of its blocks."""
    content = _field(message, "content")
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(block if isinstance(block, str) else str(block.get("text", "")) for block in content)
    return "" if content is None else json.dumps(content, default=str)


def _set_text(message: Any, text: str) -> None:
    if isinstance(message, dict):
        message["content"] = text
    elif _text_of(message) != text:
        message.content = text


def _changed(thing: Any, **fields: Any) -> Any:
    """A copy with other fields: LangChain's requests have `override`, messages `model_copy`."""
    if isinstance(thing, dict):
        return {**thing, **fields}
    if hasattr(thing, "override"):
        return thing.override(**fields)
    if hasattr(thing, "model_copy"):
        return thing.model_copy(update=fields)
    other = copy.copy(thing)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _with_tools(request: Any, allowed: set[str]) -> Any:
    tools = _field(request, "tools")
    return request if tools is None else _changed(request, tools=[tool for tool in tools if _field(tool, "name") in allowed])


def _with_arguments(request: Any, arguments: dict[str, Any]) -> Any:
    return _changed(request, tool_call={**request.tool_call, "args": arguments})


def _answered(message: Any, call: dict[str, Any], text: str) -> Any:
    return _tool_message(call, text) if _field(message, "content") is None else _changed(message, content=text)


def _tool_message(call: dict[str, Any], text: str, error: bool = False) -> Any:
    status = "error" if error else "success"
    try:
        from langchain_core.messages import ToolMessage
    except ImportError:
        return {"role": "tool", "name": call["name"], "tool_call_id": call["id"], "content": text, "status": status}
    return ToolMessage(content=text, name=call["name"], tool_call_id=call["id"], status=status)
