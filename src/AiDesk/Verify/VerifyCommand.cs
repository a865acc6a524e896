using System.CommandLine;

namespace AiDesk.CommandLine.Verify;

/// <summary>`aidesk verify`: whether what is kept in two places is the same.</summary>
internal static class VerifyCommand
{
    public static Command Create() => new("verify", "Compare what is kept in two places, and recount what must hold.")
    {
        LedgerCommand.Create(),
        DeskCommand.Create(),
    };
}
