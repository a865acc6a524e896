using AiDesk.Agent.Tenants;

namespace AiDesk.Desk.ApprovalsTests;

/// <summary>What a call came to, in a word: for tables and races.</summary>
internal static class DeskOutcome
{
    /// <summary>"ok", "replayed", or the reason.</summary>
    public static async Task<string> OfAsync(Func<Task<bool>> call)
    {
        try
        {
            return await call() ? "replayed" : "ok";
        }
        catch (DeskException fault)
        {
            return fault.Reason.ToString();
        }
    }
}
