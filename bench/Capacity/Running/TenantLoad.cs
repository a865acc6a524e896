using AiDesk.Bench.Capacity.Asking;
using AiDesk.Bench.Capacity.Wire;

namespace AiDesk.Bench.Capacity.Running;

/// <summary>One tenant's callers over some connections, and what became of their calls in a phase.</summary>
internal sealed class TenantLoad : IDisposable
{
    private readonly List<CallConnection> _connections;
    private readonly Question _question;
    private int _turn;

    public TenantLoad(string name, Question question, IEnumerable<CallConnection> connections)
    {
        (Name, _question, _connections) = (name, question, [.. connections]);
        Tally = new Tally();
    }

    public string Name { get; }

    /// <summary>Of the phase that runs.</summary>
    public Tally Tally { get; private set; }

    public int InFlight => _connections.Sum(connection => connection.InFlight);

    /// <summary>What was counted so far; from here on a new one counts.</summary>
    public Tally Take()
    {
        var taken = Tally;
        Tally = new Tally();
        return taken;
    }

    /// <summary>False when no connection has room: the service takes no more calls at once.</summary>
    public bool TryCall(long sequence, long intended, long now, int perConnection)
    {
        for (var tries = 0; tries < _connections.Count; tries++)
        {
            _turn = _turn + 1 < _connections.Count ? _turn + 1 : 0;
            var connection = _connections[_turn];
            if (connection.InFlight < Math.Min(connection.Room, perConnection))
            {
                connection.Call(_question.Of(sequence), intended, now);
                return true;
            }
        }

        return false;
    }

    /// <summary>True when anything was sent or came.</summary>
    public bool Move()
    {
        var moved = false;
        foreach (var connection in _connections)
        {
            moved |= connection.Move(Tally.Ended);
        }

        return moved;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }
}
