namespace AiDesk.Policy.Service.Observability.Prometheus;

/// <summary>Values of an instrument's labels, in the order in which it always gives them. At most three, all texts.</summary>
internal readonly record struct SeriesKey(object? First, object? Second, object? Third)
{
    /// <summary>Most labels of an instrument.</summary>
    public const int Limit = 3;

    public static SeriesKey Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(
        tags.Length > 0 ? tags[0].Value : null,
        tags.Length > 1 ? tags[1].Value : null,
        tags.Length > 2 ? tags[2].Value : null);
}
