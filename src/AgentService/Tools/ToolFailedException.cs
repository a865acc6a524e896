namespace AiDesk.Agent.Tools;

/// <summary>A tool could not do it. The words go to the filter of the policy service and from there to nobody.</summary>
/// <param name="type">Class of the error, as "NotFound" or "Timeout".</param>
/// <param name="message">What happened.</param>
internal sealed class ToolFailedException(string type, string message) : Exception(message)
{
    public string Type => type;

    /// <summary>The same for what there is not and for what is another person's.</summary>
    public static ToolFailedException NotFound(string what) => new("NotFound", $"404 not found: {what}");
}
