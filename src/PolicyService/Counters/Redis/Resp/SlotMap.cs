using System.Globalization;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Which master serves which slot, as one node told it. Replaced as a whole.</summary>
internal sealed class SlotMap
{
    private readonly RedisEndpoint[] _masters;
    private readonly short[] _slots;

    private SlotMap(RedisEndpoint[] masters, short[] slots)
    {
        _masters = masters;
        _slots = slots;
    }

    public IReadOnlyList<RedisEndpoint> Masters => _masters;

    /// <summary>Null when no node serves it.</summary>
    public RedisEndpoint? this[int slot] => _slots[slot] >= 0 ? _masters[_slots[slot]] : null;

    /// <summary>From the reply to CLUSTER SLOTS; null when it is not one. A node without a name of its own is the one that was asked.</summary>
    public static SlotMap? Read(in RespReply reply, RedisEndpoint asked)
    {
        if (reply.Kind != RespKind.Array)
        {
            return null;
        }

        var masters = new List<RedisEndpoint>();
        var slots = new short[HashSlot.Count];
        Array.Fill(slots, (short)-1);
        foreach (var range in reply.Items)
        {
            if (range.Items is not [{ Kind: RespKind.Integer } first, { Kind: RespKind.Integer } last, { Items: [var host, { Kind: RespKind.Integer } port, ..] }, ..]
                || first.Integer < 0 || last.Integer >= HashSlot.Count || last.Integer < first.Integer || port.Integer is < 1 or > 65_535)
            {
                return null;
            }

            var endpoint = new RedisEndpoint(host.Kind == RespKind.Bulk && host.Bytes.Length > 0 ? host.Text : asked.Host, (int)port.Integer);
            var index = masters.IndexOf(endpoint);
            if (index < 0)
            {
                index = masters.Count;
                masters.Add(endpoint);
            }

            if (masters.Count > RespLimits.Nodes)
            {
                return null;
            }

            slots.AsSpan((int)first.Integer, (int)(last.Integer - first.Integer) + 1).Fill((short)index);
        }

        return new SlotMap([.. masters], slots);
    }

    /// <summary>Where <c>MOVED 3999 127.0.0.1:6381</c> or <c>ASK …</c> leads; null when it leads nowhere.</summary>
    public static RedisEndpoint? TargetOf(in RespReply reply, RedisEndpoint asked)
    {
        var words = reply.Text.Split(' ');
        if (words.Length < 3)
        {
            return null;
        }

        // ":6381" is another port of the node that was asked.
        return words[2].StartsWith(':') && int.TryParse(words[2].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new RedisEndpoint(asked.Host, port)
            : RedisEndpoint.Parse(words[2]);
    }
}
