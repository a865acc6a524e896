namespace AiDesk.CommandLine;

/// <summary>Exit statuses of every command. A verdict is an answer, not a failure: `check` that was answered DENY ends with <see cref="Done"/>.</summary>
internal static class ExitStatus
{
    /// <summary>The command did what it was asked.</summary>
    public const int Done = 0;

    /// <summary>What was examined has faults: a policy with errors, rows that could not be checked.</summary>
    public const int Faulty = 1;

    /// <summary>The command line is not valid, or a file that it names cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>No policy service answers at the address.</summary>
    public const int NoService = 3;

    /// <summary>The policy service refused the call.</summary>
    public const int Refused = 4;

    /// <summary>The policy service cannot start.</summary>
    public const int CannotStart = 5;

    /// <summary>Ended by Ctrl-C before it was done.</summary>
    public const int Interrupted = 130;

    public const string Explanation =
        "Exit status: 0 done, 1 faults found, 2 usage, 3 no service answers, 4 the service refused the call, 5 the service cannot start, 130 interrupted.";
}
