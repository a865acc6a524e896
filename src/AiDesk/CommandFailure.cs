namespace AiDesk.CommandLine;

/// <summary>A command ends here, with this status and these words for the person who gave it.</summary>
internal sealed class CommandFailure(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static CommandFailure Usage(string message) => new(ExitStatus.Usage, message);
}
