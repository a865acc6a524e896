using System.Text;
using System.Text.Json;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>Takes a line apart for its columns. Reads what this service wrote, compact and whole; anything else becomes a row that keeps the line as it is.</summary>
internal static class RecordRowReader
{
    private static ReadOnlySpan<byte> Nul => "\\u0000"u8;

    public static RecordRow Read(Guid id, ReadOnlyMemory<byte> line)
    {
        var columns = new RecordColumns();
        var cuts = new List<Range>();
        var isWhole = true;
        try
        {
            Read(line.Span, columns, cuts);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            isWhole = false;
        }

        var json = Without(line, cuts);
        if (json.Span.IndexOf(Nul) >= 0)
        {
            // jsonb takes any text but this one.
            columns.IsAltered = true;
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span).Replace("\\u0000", "\\ufffd", StringComparison.Ordinal));
        }

        var kind = columns.Type switch { "decision" => RowKind.Decision, "ledger" => RowKind.Ledger, _ => RowKind.Event };
        return new RecordRow
        {
            Kind = kind,
            Id = id,
            At = TimeOf(id) ?? columns.Time,
            Tenant = columns.Tenant,
            Type = kind == RowKind.Decision ? columns.Rpc : columns.Type,
            State = kind == RowKind.Decision ? columns.Verdict : columns.State,
            EnforcedVerdict = columns.EnforcedVerdict,
            Reason = columns.Reason,
            Tool = columns.Tool,
            RunId = columns.RunId,
            DecisionId = kind == RowKind.Event ? columns.DecisionId : null,
            Json = isWhole ? json : default(ReadOnlyMemory<byte>?),
            Text = columns.Text,
            Arguments = columns.Arguments,
            Line = line,
            IsEscaped = columns.IsAltered || !isWhole,
        };
    }

    /// <summary>The time in a UUIDv7; null when it is another UUID.</summary>
    public static DateTime? TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        if (bytes[6] >> 4 != 7)
        {
            return null;
        }

        var milliseconds = (long)System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16 & 0xFFFF_FFFF_FFFF;
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime : null;
    }

    private static void Read(ReadOnlySpan<byte> line, RecordColumns columns, List<Range> cuts)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var begun = (int)json.TokenStartIndex;
            if (json.ValueTextEquals("text"u8))
            {
                json.Read();
                columns.Text = Encoding.UTF8.GetBytes(json.GetString()!);
                cuts.Add((begun - 1)..(int)json.BytesConsumed);
            }
            else if (json.ValueTextEquals("arguments"u8))
            {
                json.Read();
                var value = (int)json.TokenStartIndex;
                json.Skip();
                columns.Arguments = line[value..(int)json.BytesConsumed].ToArray();
                cuts.Add((begun - 1)..(int)json.BytesConsumed);
            }
            else
            {
                columns.Take(ref json);
            }
        }
    }

    private static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> line, List<Range> cuts)
    {
        if (cuts.Count == 0)
        {
            return line;
        }

        var kept = new byte[line.Length];
        var (from, length) = (0, 0);
        foreach (var cut in cuts)
        {
            line.Span[from..cut.Start.Value].CopyTo(kept.AsSpan(length));
            length += cut.Start.Value - from;
            from = cut.End.Value;
        }

        line.Span[from..].CopyTo(kept.AsSpan(length));
        return kept.AsMemory(0, length + line.Length - from);
    }
}
