using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>The client's requests that are not answered yet: when the server ends, their answers leave before the gateway does.</summary>
internal sealed class OpenRequests
{
    private readonly Lock _gate = new();
    private readonly HashSet<RequestId> _open = [];
    private TaskCompletionSource? _idle;

    public McpMessageFilters Filters()
    {
        var filters = new McpMessageFilters();
        filters.IncomingFilters.Add(next => (context, cancellation) =>
        {
            if (context.JsonRpcMessage is JsonRpcRequest request)
            {
                Open(request.Id);
            }

            return next(context, cancellation);
        });
        filters.OutgoingFilters.Add(next => async (context, cancellation) =>
        {
            await next(context, cancellation).ConfigureAwait(false);
            if (context.JsonRpcMessage is JsonRpcResponse or JsonRpcError)
            {
                Close(((JsonRpcMessageWithId)context.JsonRpcMessage).Id);
            }
        });
        return filters;
    }

    /// <summary>A request that is cancelled is not answered.</summary>
    public void Close(RequestId id)
    {
        lock (_gate)
        {
            if (_open.Remove(id) && _open.Count == 0)
            {
                _idle?.TrySetResult();
            }
        }
    }

    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_open.Count == 0)
            {
                _idle.SetResult();
            }

            return _idle.Task;
        }
    }

    private void Open(RequestId id)
    {
        lock (_gate)
        {
            _open.Add(id);
        }
    }
}
