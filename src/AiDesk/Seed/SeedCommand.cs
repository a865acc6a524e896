using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AiDesk.Agent;
using AiDesk.Agent.Configuration;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;

namespace AiDesk.CommandLine.Seed;

/// <summary>`aidesk seed`: a history of any size in a desk's database, for trying how pages and reports do with it.</summary>
internal static class SeedCommand
{
    private const int RunLimit = 1_000_000;
    private const long MessageLimit = 10_000_000;

    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "How many runs there are to be, 1 to 1,000,000, rounded up to five; what is there already is counted.", Required = true };
        var messages = new Option<long>("--messages") { Description = "About how many messages they are to have, up to 10,000,000. Default: about two a run." };
        var tenants = new Option<string[]>("--tenant") { Description = "Only these tenants. Default: those of the demonstration.", AllowMultipleArgumentsPerToken = true };
        var postgres = new Option<string>("--postgres") { Description = "The desk's PostgreSQL; also AIDESK_POSTGRES. Without it the private server of the state folder is taken, whose desk must be running." };
        var force = new Option<bool>("--force") { Description = "Fill the database although it is not only a demonstration's, or the tenant none of the demonstration. What was added cannot be taken out again." };
        var state = StateDirectoryOption.Create();
        var command = new Command("seed", "Fill the demo tenants of a desk with made-up history: conversations of the last 35 days, decided by people and by policy. Only in a database where the demonstration is and nobody else has conversations.")
        {
            runs, messages, tenants, postgres, force, state,
        };
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var named = parsed.GetValue(postgres) ?? Environment.GetEnvironmentVariable(DeskVariable.Postgres);
            var server = named is { Length: > 0 } ? named : await DeskVerification.PrivateServerAsync(parsed.GetRequiredValue(state)).ConfigureAwait(false)
                ?? throw CommandFailure.Usage("No PostgreSQL is named, and the state folder has no private one that runs: give --postgres, AIDESK_POSTGRES, or --state-dir.");
            var (runCount, messageCount) = (parsed.GetValue(runs), parsed.GetValue(messages));
            if (runCount is < 1 or > RunLimit || messageCount is < 0 or > MessageLimit)
            {
                throw CommandFailure.Usage("--runs is from 1 to 1000000, and --messages from 0 to 10000000.");
            }

            var chosen = parsed.GetValue(tenants) is { Length: > 0 } given ? given : DeskSeeding.DemoTenants;
            try
            {
                foreach (var tenant in chosen)
                {
                    if (!parsed.GetValue(force) && await DeskSeeding.RefusalAsync(server, tenant, cancellation).ConfigureAwait(false) is { } refusal)
                    {
                        throw new CommandFailure(ExitStatus.Faulty, $"Nothing was added: {refusal}. --force fills it all the same.");
                    }
                }

                foreach (var tenant in chosen)
                {
                    await FillAsync(server, tenant, runCount, messageCount, terminal, cancellation).ConfigureAwait(false);
                }
            }
            catch (Npgsql.NpgsqlException fault)
            {
                throw new CommandFailure(ExitStatus.NoService, "The desk's PostgreSQL does not answer, or has no desk: " + fault.Message);
            }

            return ExitStatus.Done;
        });
        return command;
    }

    private static async Task FillAsync(string server, string tenant, int runs, long messages, Terminal terminal, CancellationToken cancellation)
    {
        var time = Stopwatch.StartNew();
        var added = await DeskSeeding.AddAsync(server, tenant, runs, messages, new Progress(terminal, tenant), cancellation).ConfigureAwait(false);
        terminal.Line(added == 0
            ? $"{tenant}: there are so many already; nothing was added."
            : string.Create(CultureInfo.InvariantCulture, $"{tenant}: {added} runs added in {time.Elapsed.TotalSeconds:0.0} s. Their ids begin with dede, their conversations have the tag 'demo'."));
    }

    /// <summary>A line for every 50,000: what takes minutes shows that it goes on.</summary>
    private sealed class Progress(Terminal terminal, string tenant) : IProgress<long>
    {
        private const long Step = 50_000;

        private long _told;

        public void Report(long value)
        {
            if (value / Step > _told)
            {
                _told = value / Step;
                terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{tenant}: {value} runs ..."));
            }
        }
    }
}
