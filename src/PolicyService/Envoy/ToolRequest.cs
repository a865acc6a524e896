using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;
using EnvoyProxy.V3;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>
/// From a request that Envoy asks about to a tool call (docs/envoy.md). What Envoy's configuration says of the route goes before what the caller says in headers; only
/// the configuration names the tool, for a caller that could would name a harmless one. Throws RPC errors with the field that is wrong.
/// </summary>
internal sealed class ToolRequest
{
    private const string ToolKey = "tool";
    private const string ToolPrefixKey = "tool_prefix";

    /// <summary>Each may stand in the route's configuration, or in the header x-aidesk-NAME.</summary>
    private static readonly HashSet<string> Said = new(StringComparer.Ordinal) { "session", "run", "call", "user", "mode", "conversation", "channel", "department", "locale" };

    private readonly IReadOnlyDictionary<string, string> _route;
    private readonly RequestHeaders _headers;
    private readonly AttributeContext.Types.HttpRequest _http;

    public ToolRequest(CheckRequest request)
    {
        _http = request.Attributes?.Request?.Http ?? throw RpcErrors.Required("attributes.request.http");
        _route = request.Attributes.ContextExtensions.ToDictionary(StringComparer.Ordinal);
        _headers = new RequestHeaders(_http);
        foreach (var key in _route.Keys)
        {
            if (key is not (ToolKey or ToolPrefixKey) && !Said.Contains(key))
            {
                throw RpcErrors.Invalid($"context_extensions.{key}", "is not known here");
            }
        }

        Call = new CheckToolCallRequest
        {
            Context = new CallContext
            {
                SessionId = Value("session"),
                RunId = Value("run"),
                UserId = Value("user"),
                ConversationId = Value("conversation"),
                Channel = Value("channel"),
                Department = Value("department"),
                Locale = Value("locale"),
                ClientIp = request.Attributes.Source?.Address?.SocketAddress?.Address ?? "",
                Mode = ModeOf(Value("mode")),
            },
            CallId = CallId(),
            Tool = ToolOf(),
            ArgumentsJson = ToolArguments.Of(_http, _headers),
        };
        Token = _headers.Find(EnvoyHeaders.Token);
    }

    public CheckToolCallRequest Call { get; }

    /// <summary>The token of an earlier decision on this call; empty when it is asked for the first time.</summary>
    public string Token { get; }

    private string Value(string name) => _route.GetValueOrDefault(name) ?? _headers.Find(EnvoyHeaders.Prefix + name);

    /// <summary>A call that people approved must come again under its own id: who waits for people says one.</summary>
    private string CallId() => Value("call") is { Length: > 0 } said ? said : _http.Id.Length > 0 ? _http.Id : Guid.NewGuid().ToString();

    private string ToolOf()
    {
        if (_route.TryGetValue(ToolKey, out var tool))
        {
            return tool;
        }

        var prefix = _route.GetValueOrDefault(ToolPrefixKey) ?? throw RpcErrors.Required("context_extensions.tool");
        var path = RequestPath.Of(_http.Path);
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || path.AsSpan(prefix.Length).Contains('/') || path.Length == prefix.Length)
        {
            throw RpcErrors.Invalid("path", $"names no tool: that is the one segment behind {prefix}");
        }

        return path[prefix.Length..];
    }

    private static Mode ModeOf(string said) => said switch
    {
        "copilot" => Mode.Copilot,
        "autopilot" => Mode.Autopilot,
        "" => throw RpcErrors.Required(EnvoyHeaders.Prefix + "mode"),
        _ => throw RpcErrors.Invalid(EnvoyHeaders.Prefix + "mode", "is neither copilot nor autopilot"),
    };
}
