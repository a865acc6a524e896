using AiDesk.Policy.Service.Records;
using Npgsql;

namespace AiDesk.Policy.Service.RecordsTests.Faults;

/// <summary>Ids that a sink has: of decisions their own, of settles their reservation's. Each as often as it is there.</summary>
internal static class StoredIds
{
    public static async Task<List<Guid>> InPostgresAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Command Timeout=60;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT decision_id FROM aidesk.decisions UNION ALL SELECT (record ->> 'reservation')::uuid FROM aidesk.events WHERE type = 'settle'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    public static List<Guid> InFiles(string folder)
    {
        var ids = new List<Guid>();
        foreach (var line in Directory.GetFiles(folder, "*.jsonl").SelectMany(File.ReadLines))
        {
            if (RecordedId.Of(line) is not { } id)
            {
                continue;
            }

            using var record = System.Text.Json.JsonDocument.Parse(line);
            ids.Add(record.RootElement.TryGetProperty("reservation", out var reservation) ? reservation.GetGuid() : id);
        }

        return ids;
    }
}
