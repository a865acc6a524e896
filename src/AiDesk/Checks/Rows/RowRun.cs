using System.Diagnostics;
using System.Text.Json;
using AiDesk.CommandLine.Checks.Questions;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using AiDesk.Evaluation.Rows;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Checks.Rows;

/// <summary>Asks about every row, many at a time, each as a session of its own.</summary>
internal sealed class RowRun(string file, IQuestion question, ServiceConnection connection, CallContext context, TextWriter answers)
{
    /// <summary>
    /// What all rows came to. A row that the service refuses is a fault of that row; a refusal that would meet every row, such as of the token, ends
    /// the run with its <see cref="RpcException"/>.
    /// </summary>
    public async Task<RowTally> AskAllAsync(IAsyncEnumerable<RowOrFault> rows, int inFlight, CancellationToken cancellation)
    {
        var tally = new RowTally();
        var gate = new Lock();
        var begun = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellation };
        await Parallel.ForEachAsync(rows, options, async (item, stop) =>
        {
            if (item.Row is not { } row)
            {
                lock (gate)
                {
                    tally.AddFault(item.Fault!);
                }

                return;
            }

            try
            {
                var subject = new Subject(row.Text, ContextOptions.ForRow(context, row.Line), row.Tool);
                var answer = await question.AskAsync(connection.Client, subject, connection.Options(stop)).ConfigureAwait(false);
                lock (gate)
                {
                    tally.Add(row, answer);
                    answers.WriteLine(LineOf(row, answer));
                }

                await GiveBackAsync(answer, stop).ConfigureAwait(false);
            }
            catch (RpcException refused) when (!RpcFailure.IsFinal(refused) && !stop.IsCancellationRequested)
            {
                lock (gate)
                {
                    tally.AddFault(new RowFault(file, row.Line, 1, RpcFailure.Describe(refused)));
                }
            }
        }).ConfigureAwait(false);
        tally.Elapsed = Stopwatch.GetElapsedTime(begun);
        return tally;
    }

    /// <summary>Nothing is done with the answer, so what it holds of a budget is given back: the last rows must find what the first did.</summary>
    private async Task GiveBackAsync(Answer answer, CancellationToken stop)
    {
        if (answer.Reservation is { ReservationId.Length: > 0 } held)
        {
            var request = new SettleRequest { ReservationId = held.ReservationId, Action = SettleAction.Release, Outcome = Outcome.NotTried };
            await connection.Client.SettleAsync(request, connection.Options(stop)).ConfigureAwait(false);
        }
    }

    private static string LineOf(Row row, Answer answer) => JsonSerializer.Serialize(new
    {
        line = row.Line,
        id = row.Id,
        label = row.Label,
        lang = row.Language,
        kind = row.Kind,
        verdict = WireName.Lower(answer.Decision.Verdict),
        reason = WireName.Of(answer.Decision.Reason),
        caught = answer.Caught,
        findings = answer.Decision.Findings.Select(finding => new { code = finding.Code, score = finding.Score }),
    });
}
