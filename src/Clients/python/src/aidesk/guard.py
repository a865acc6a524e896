"""A decorator for tool functions: what is called is asked for first, and what it gives is filtered."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar, Union, overload

from .async_run import AsyncAgentRun
from .run import AgentRun

F = TypeVar("F", bound=Callable[..., Any])
Run = Union[AgentRun, AsyncAgentRun]

_current: ContextVar[Run] = ContextVar("aidesk_run")


@contextlib.contextmanager
def using_run(run: Run) -> Iterator[Run]:
    """Guarded tools that are called inside belong to this run; also in tasks and threads that copy the context."""
    token = _current.set(run)
    try:
        yield run
    finally:
        _current.reset(token)


@overload
def guard(function: F, /) -> F: ...


@overload
def guard(tool: str | None = None, /) -> Callable[[F], F]: ...


def guard(given: Any = None, /) -> Any:
    """`@guard` or `@guard("name_in_the_policy")`: the function becomes check → redeem → run → filter → settle in the run of `using_run`.

    It is called with the arguments as the policy decided on them, and returns what the model may see of its result. Arguments must be JSON.
    A function that awaits needs an AsyncAgentRun, any other an AgentRun. Outside `using_run` it raises RuntimeError: unasked it does not run.
    """
    if callable(given):
        return _guarded(given, given.__name__)
    return lambda function: _guarded(function, given or function.__name__)


def _guarded(function: Callable[..., Any], tool: str) -> Callable[..., Any]:
    signature = inspect.signature(function)

    def arguments_of(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        bound = signature.bind(*args, **kwargs)
        named = dict(bound.arguments)
        for parameter in signature.parameters.values():
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                named.update(named.pop(parameter.name, {}))
            elif parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.POSITIONAL_ONLY):
                raise TypeError(f"{tool}: {parameter.name} has no name that a policy could know; give the parameters of a guarded tool names")
        return named

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def asynchronous(*args: Any, **kwargs: Any) -> Any:
            run = _run_of(tool)
            if not isinstance(run, AsyncAgentRun):
                raise RuntimeError(f"{tool} is a coroutine function: it needs a run of AsyncPolicyClient")
            return await run.call_tool(tool, arguments_of(args, kwargs), function)

        return asynchronous

    @functools.wraps(function)
    def blocking(*args: Any, **kwargs: Any) -> Any:
        run = _run_of(tool)
        if not isinstance(run, AgentRun):
            raise RuntimeError(f"{tool} is not a coroutine function: it needs a run of PolicyClient")
        return run.call_tool(tool, arguments_of(args, kwargs), function)

    return blocking


def _run_of(tool: str) -> Run:
    try:
        return _current.get()
    except LookupError:
        raise RuntimeError(f"{tool} is guarded and was called outside `using_run`: nothing says whose run it belongs to") from None
