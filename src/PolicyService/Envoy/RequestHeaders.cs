using AiDesk.Policy.Service.Handlers;
using EnvoyProxy.V3;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>The headers of a request, however Envoy was told to send them. One that stands there twice is refused when it is asked for: nobody knows which of them counts.</summary>
internal sealed class RequestHeaders(AttributeContext.Types.HttpRequest http)
{
    /// <summary>Empty when it did not come.</summary>
    /// <param name="name">In lower case.</param>
    public string Find(string name)
    {
        string? found = http.Headers.GetValueOrDefault(name);
        foreach (var header in http.HeaderMap?.Headers ?? [])
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? TextOf(header, name) : throw RpcErrors.Invalid(name, "came twice");
            }
        }

        return found ?? "";
    }

    private static string TextOf(HeaderValue header, string name)
    {
        if (header.RawValue.IsEmpty)
        {
            return header.Value;
        }

        return System.Text.Unicode.Utf8.IsValid(header.RawValue.Span) ? header.RawValue.ToStringUtf8() : throw RpcErrors.Invalid(name, "is not UTF-8");
    }
}
