namespace AiDesk.Agent.Graph;

/// <summary>What the model is told of calls that have no output. English: it is for the model.</summary>
internal static class ToolTexts
{
    public const string Malformed = "The arguments were not a JSON object. Nothing was done.";
    public const string Invalid = "The arguments do not fit this tool's schema. Nothing was done.";
    public const string Unknown = "There is no such tool. Nothing was done.";
    public const string Blocked = "This is not allowed. Nothing was done. Do not ask for it again; say that a colleague will look at it.";
    public const string Waiting = "A person decides on this first.";

    /// <param name="resolution">refused or expired.</param>
    public static string Refused(string resolution) => resolution == "expired"
        ? "Nobody decided on this in time. Nothing was done. Do not ask for it again."
        : "A person decided that this is not to be done. Nothing was done. Do not ask for it again.";
}
