using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Client.Chat;

/// <summary>
/// What the middleware and the guarded tools of one client know of the same tool calls. Bounded, the oldest go first: a forgotten call is asked about again, and a forgotten
/// output is filtered again, never passed.
/// </summary>
internal sealed class CallBook
{
    private readonly Shelf<Queue<KnownCall>> _checked = new();
    private readonly Shelf<KnownCall> _held = new();
    private readonly Shelf<string> _filtered = new();

    /// <summary>A call that the model made and the policy decided on.</summary>
    public void Keep(string runId, KnownCall call)
    {
        var key = Key(runId, call.Tool, ToolJson.Normalize(call.ArgumentsJson));
        lock (_checked)
        {
            var waiting = _checked.Find(key) ?? new Queue<KnownCall>();
            waiting.Enqueue(call);
            _checked.Put(key, waiting);
        }

        if (call.Check.Decision.IsHeld())
        {
            lock (_held)
            {
                _held.Put(Key(runId, call.Check.DecisionId), call);
            }
        }
    }

    /// <summary>
    /// Takes a call of this tool with these arguments out: a decision is carried out once. Whoever invokes a function does not know the id of its call; calls that are alike
    /// are alike to the policy, too.
    /// </summary>
    public KnownCall? Take(string runId, string tool, string argumentsJson)
    {
        lock (_checked)
        {
            return _checked.Find(Key(runId, tool, ToolJson.Normalize(argumentsJson))) is { } waiting && waiting.TryDequeue(out var call) ? call : null;
        }
    }

    /// <summary>The call that is held under this decision; null when this process does not know it.</summary>
    public KnownCall? Held(string runId, string decisionId)
    {
        lock (_held)
        {
            return _held.Find(Key(runId, decisionId));
        }
    }

    /// <summary>The model may see <paramref name="seen"/> where a tool of this run gave <paramref name="output"/>, both JSON.</summary>
    public void KeepFiltered(string runId, string output, string seen)
    {
        lock (_filtered)
        {
            _filtered.Put(Key(runId, output), seen);
        }
    }

    /// <summary>What the model may see of this output; null when it was not filtered yet.</summary>
    public string? Filtered(string runId, string output)
    {
        lock (_filtered)
        {
            return _filtered.Find(Key(runId, output));
        }
    }

    private static string Key(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    private sealed class Shelf<T>
        where T : class
    {
        private const int Most = 4096;
        private readonly OrderedDictionary<string, T> _entries = new(StringComparer.Ordinal);

        public T? Find(string key) => _entries.GetValueOrDefault(key);

        public void Put(string key, T value)
        {
            _entries.Remove(key);
            _entries.Add(key, value);
            if (_entries.Count > Most)
            {
                _entries.RemoveAt(0);
            }
        }
    }
}

/// <summary>A tool call of the model, as it was decided on.</summary>
internal sealed record KnownCall(string CallId, string Tool, string ArgumentsJson, CheckedCall Check);
