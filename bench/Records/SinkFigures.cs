using System.Diagnostics;
using System.Text;
using AiDesk.Bench.Figures;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.RecordsVictim;
using AiDesk.Postgres.Harness;
using Npgsql;
using NpgsqlTypes;

namespace AiDesk.Bench.Records;

/// <summary>How fast batches of the writer's size get into PostgreSQL, beside a bare COPY of the same lines into a table without anything.</summary>
internal static class SinkFigures
{
    private const int Rounds = 3;

    public static async Task MeasureAsync(FigureReport report, PostgresServer server, int count)
    {
        var stored = new List<double>();
        var bare = new List<double>();
        var cpu = new List<double>();
        var bytes = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var database = (await server.CreateDatabaseAsync()).Replace("Command Timeout=2", "Command Timeout=60", StringComparison.Ordinal);
            var batches = Batches(count);
            bytes = batches.Sum(batch => (double)batch.Size) / count;
            bare.Add(await BareAsync(database, batches, count));
            await using var connections = new PostgresDatabase(database);
            await using var sink = new PostgresRecordSink(connections, TimeProvider.System);
            await sink.WriteAsync(Batches(1)[0], CancellationToken.None);
            var used = Environment.CpuUsage.TotalTime;
            var begun = Stopwatch.GetTimestamp();
            foreach (var batch in batches)
            {
                await sink.WriteAsync(batch, CancellationToken.None);
            }

            stored.Add(count / Stopwatch.GetElapsedTime(begun).TotalSeconds);
            cpu.Add((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / count);
        }

        report.AtLeast($"PostgreSQL: records stored a second, {bytes:0} bytes each (reference: bare COPY of the lines)", Median.Of(stored), "records/s", Median.Of(bare), 50_000);
        report.AtMost("PostgreSQL: the writer's CPU for a record", Median.Of(cpu), "us", null, null);
    }

    private static async Task<double> BareAsync(string database, List<RecordBatch> batches, int count)
    {
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE bare (line bytea)");
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var begun = Stopwatch.GetTimestamp();
        foreach (var batch in batches)
        {
            await using var copy = await connection.BeginBinaryImportAsync("COPY bare FROM STDIN (FORMAT BINARY)");
            foreach (var entry in batch.Entries)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(batch.LineOf(entry), NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>Two plain ALLOWs for each intervention.</summary>
    private static List<RecordBatch> Batches(int count)
    {
        var batches = new List<RecordBatch> { new() };
        var line = new RecordBuffer();
        for (var index = 0; index < count; index++)
        {
            if (batches[^1].Size >= RecordWriter.BatchSize)
            {
                batches.Add(new RecordBatch());
            }

            var evaluation = index % 3 == 0 ? SampleRecords.Denied() : SampleRecords.Plain();
            line.Clear();
            DecisionLine.Write(line, evaluation, SampleRecords.Facts());
            if (index % 3 == 0)
            {
                InterventionLine.Write(line, evaluation, SampleRecords.Facts());
            }

            batches[^1].Begin();
            System.Buffers.BuffersExtensions.Write(batches[^1].Bytes, line.Written.Span);
            Encoding.UTF8.GetBytes($",\"text_hmac\":\"{new string('x', 43)}\",\"hmac_kid\":\"k1\",\"text_bytes\":40}}", batches[^1].Bytes);
            batches[^1].End(evaluation.Decision.Id);
        }

        return batches;
    }
}
