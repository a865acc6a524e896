using System.Text;
using AiDesk.Policy.Service.Records.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>The SELECT of a query. The tenant is in it although its policy says the same: the index begins with it.</summary>
internal static class RecordSelect
{
    public static NpgsqlCommand Of(RecordQuery query, (DateTimeOffset Time, Guid Id)? after)
    {
        var isEvents = query.Kind == RecordKind.Events;
        var (table, time, id) = isEvents ? ("events", "recorded_at", "record_id") : ("decisions", "decided_at", "decision_id");
        var command = new NpgsqlCommand();
        var where = new StringBuilder($"tenant_id = ").Append(Add(command, query.Tenant));
        void And(string condition) => where.Append(" AND ").Append(condition);
        if (query.From is { } from)
        {
            And($"{time} >= {Add(command, from.UtcDateTime)}");
        }

        if (query.Before is { } before)
        {
            And($"{time} < {Add(command, before.UtcDateTime)}");
        }

        if (after is { } place)
        {
            And($"({time}, {id}) < ({Add(command, place.Time.UtcDateTime)}, {Add(command, place.Id)})");
        }

        if (query.Kind == RecordKind.Interventions)
        {
            And("(verdict <> 'allow' OR enforced_verdict IS NOT NULL)");
        }

        if (!isEvents && query.Verdict is { } verdict)
        {
            And($"verdict = {Add(command, DecisionNames.Of(verdict).Value)}");
        }

        if (!isEvents && query.Reason is { } reason)
        {
            And($"reason = {Add(command, DecisionNames.Of(reason).Value)}");
        }

        if (!isEvents)
        {
            // A text that the database cannot hold is in none of its rows.
            foreach (var (column, value) in new[] { ("record ->> 'session_id'", query.SessionId), ("run_id", query.RunId), ("tool", query.Tool) })
            {
                if (value.Length > 0)
                {
                    And(value.Contains('\0', StringComparison.Ordinal) ? "false" : $"{column} = {Add(command, value)}");
                }
            }
        }

        if (query.DecisionId is { } decision)
        {
            And($"decision_id = {Add(command, decision)}");
            if (!isEvents && RecordRowReader.TimeOf(decision) is { } decided)
            {
                // The id says in which month it is.
                And($"decided_at = {Add(command, decided)}");
            }
        }

        if (isEvents && query.EventType.Length > 0)
        {
            And($"type = {Add(command, query.EventType)}");
        }

        var texts = isEvents ? "NULL::bytea, NULL::bytea" : "captured_text, captured_arguments";
        command.CommandText = $"SELECT {id}, {time}, record, {texts}, raw FROM aidesk.{table} WHERE {where} ORDER BY {time} DESC, {id} DESC LIMIT {query.Count + 1}";
        return command;
    }

    private static string Add(NpgsqlCommand command, object value)
    {
        var parameter = new NpgsqlParameter { Value = value };
        if (value is DateTime)
        {
            parameter.NpgsqlDbType = NpgsqlDbType.TimestampTz;
        }

        command.Parameters.Add(parameter);
        return $"${command.Parameters.Count}";
    }
}
