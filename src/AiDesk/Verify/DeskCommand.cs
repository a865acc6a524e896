using System.CommandLine;
using AiDesk.Agent;
using AiDesk.Agent.Configuration;
using AiDesk.CommandLine.Connection;

namespace AiDesk.CommandLine.Verify;

/// <summary>`aidesk verify desk`: recounts what must hold of the desk's database. Changes nothing.</summary>
internal static class DeskCommand
{
    public static Command Create()
    {
        var postgres = new Option<string>("--postgres") { Description = "The desk's PostgreSQL; also AIDESK_POSTGRES. Without it the private server of the state folder is asked, which must be running." };
        var state = StateDirectoryOption.Create();
        var command = new Command("desk", "Recount the desk: every sent run has exactly one message, every approved run exactly one live outbox row, and the rest. Exit status 1 when something does not hold.") { postgres, state };
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var named = parsed.GetValue(postgres) ?? Environment.GetEnvironmentVariable(DeskVariable.Postgres);
            var server = named is { Length: > 0 } ? named : await DeskVerification.PrivateServerAsync(parsed.GetRequiredValue(state)).ConfigureAwait(false)
                ?? throw CommandFailure.Usage("No PostgreSQL is named, and the state folder has no private one: give --postgres, AIDESK_POSTGRES, or --state-dir.");
            var findings = await AskAsync(server, cancellation).ConfigureAwait(false);
            foreach (var invariant in findings)
            {
                terminal.Line($"{(invariant.Problems.Count == 0 ? "holds " : "BROKEN")}  {invariant.Name} ({invariant.Counted} counted)");
                foreach (var problem in invariant.Problems)
                {
                    terminal.Line("        " + problem);
                }
            }

            var broken = findings.Count(invariant => invariant.Problems.Count > 0);
            terminal.Line(broken == 0 ? $"All {findings.Count} invariants hold." : $"{broken} of {findings.Count} invariants do not hold.");
            return broken == 0 ? ExitStatus.Done : ExitStatus.Faulty;
        });
        return command;
    }

    private static async Task<IReadOnlyList<DeskInvariant>> AskAsync(string server, CancellationToken cancellation)
    {
        try
        {
            return await DeskVerification.RunAsync(server, cancellation).ConfigureAwait(false);
        }
        catch (Npgsql.NpgsqlException fault)
        {
            throw new CommandFailure(ExitStatus.NoService, "The desk's PostgreSQL does not answer: " + fault.Message);
        }
    }
}
