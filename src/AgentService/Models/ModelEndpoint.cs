namespace AiDesk.Agent.Models;

/// <summary>An endpoint that speaks OpenAI's chat completions: a service, or a server of one's own.</summary>
internal sealed record ModelEndpoint
{
    /// <summary>As "https://api.openai.com/v1" or "http://127.0.0.1:8000/v1": https, or loopback.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Sent as a bearer token; a local server that asks for none takes any.</summary>
    public required string Key { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Model { get; init; }

    /// <summary>Most tries of one call when the endpoint says 429 or 503, all within the call's time. 1 to 10.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>All that is wrong, in words.</summary>
    public IEnumerable<string> Problems()
    {
        if (!BaseUrl.IsAbsoluteUri || !(BaseUrl.Scheme == Uri.UriSchemeHttps || (BaseUrl.Scheme == Uri.UriSchemeHttp && BaseUrl.IsLoopback)))
        {
            yield return "Model.BaseUrl must be https, or http on loopback";
        }

        if (Key.Length == 0)
        {
            yield return "Model.Key is empty";
        }

        if (Model.Length is 0 or > 200)
        {
            yield return "Model.Model must have 1 to 200 characters";
        }

        if (Tries is < 1 or > 10)
        {
            yield return "Model.Tries must be 1 to 10";
        }
    }

    /// <summary>Without the key: for logs.</summary>
    public override string ToString() => $"{Model} at {BaseUrl}";
}
