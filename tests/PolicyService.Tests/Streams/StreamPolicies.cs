namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>Policies and replies of the tests of streams.</summary>
internal static class StreamPolicies
{
    public const string Buffered = "tenant: acme\nlocale: en\n";

    public const string Anchored = "tenant: acme\nlocale: en\noutput: { abuse: \"off\" }\n";

    public const string Redacting = "tenant: acme\nlocale: en\noutput: { abuse: \"off\", on_leak: redact }\n";

    public const string Sentences = "tenant: acme\nlocale: en\noutput: { stream: sentence }\n";

    public const string Leak = "The id is 3f2504e0-4f89-41d3-9a0c-0305e82c3301, as you asked. ";

    public static readonly string Prose = string.Concat(Enumerable.Repeat("We are glad to be of help with this. ", 40));
}
