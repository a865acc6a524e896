using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>
/// The calls that wait for people. Each step is on file before it is answered, so that a restart changes nothing. One tenant's calls do not exist for
/// another. What a person may say is decided here; whether an approved call may still run is decided by the renewed checks of the caller.
/// </summary>
internal sealed class HeldCalls : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, Guid Decision), HeldCall> _calls = [];
    private readonly Dictionary<string, int> _perTenant = new(StringComparer.Ordinal);
    private readonly PriorityQueue<(string Tenant, Guid Decision), DateTimeOffset> _ends = new();
    private readonly HeldCallsOptions _options;
    private readonly TimeProvider _clock;
    private readonly HeldCallLog? _log;

    /// <summary>Reads back what a former process left. Throws <see cref="InvalidDataException"/> for a damaged log.</summary>
    public HeldCalls(HeldCallsOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        if (options.StateFolder.Length == 0)
        {
            return;
        }

        _log = new HeldCallLog(options.StateFolder);
        foreach (var step in _log.Read())
        {
            Replay(step);
        }

        Evict(clock.GetUtcNow());
        _log.Rewrite(_calls.Values);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>False when there is no room or it cannot be put on file: the decision must become DENY. The same decision again is held already.</summary>
    public bool TryHold(HeldCall call)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            Evict(now);
            if (_calls.ContainsKey(KeyOf(call)))
            {
                return true;
            }

            if (_calls.Count >= _options.Limit || _perTenant.GetValueOrDefault(call.Tenant) >= _options.LimitPerTenant)
            {
                // Those that are only kept to answer who asks again make room.
                Evict(now + _options.KeepResolved);
            }

            if (_calls.Count >= _options.Limit || _perTenant.GetValueOrDefault(call.Tenant) >= _options.LimitPerTenant
                || _log?.TryAppend(new HeldCallEvent { Held = call }) == false)
            {
                return false;
            }

            Add(call);
            Compact();
            return true;
        }
    }

    /// <summary>Null when this tenant has no such call.</summary>
    public HeldCall? Find(string tenant, Guid decision)
    {
        lock (_gate)
        {
            return _calls.GetValueOrDefault((tenant, decision));
        }
    }

    /// <summary>The tenant's calls that wait, longest first.</summary>
    public IReadOnlyList<HeldCall> ListPending(string tenant)
    {
        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            return [.. _calls.Values.Where(call => call.Tenant == tenant && !call.IsResolved && call.ExpiresAt > now).OrderBy(call => call.HeldAt)];
        }
    }

    /// <summary>Takes a person's word on a call of the person's own tenant.</summary>
    public ApprovalResult Resolve(Guid decision, Principal approver, bool approves, string note)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            Evict(now);
            if (!_calls.TryGetValue((approver.Tenant, decision), out var call))
            {
                return new ApprovalResult(ApprovalOutcome.NotFound);
            }

            if (Refusal(call, approver, approves, now) is { } refusal)
            {
                return refusal;
            }

            var vote = new ApprovalVote(approver.Subject, approves, note.Length > ApprovalVote.NoteLimit ? note[..ApprovalVote.NoteLimit] : note, now);
            if (_log?.TryAppend(new HeldCallEvent { Decision = decision, Tenant = call.Tenant, Vote = vote }) == false)
            {
                return new ApprovalResult(ApprovalOutcome.Unavailable, call);
            }

            call = WithVote(call, vote);
            _calls[(call.Tenant, decision)] = call;
            Compact();
            return new ApprovalResult(StandOf(call), call);
        }
    }

    public void Dispose() => _log?.Dispose();

    /// <summary>Why the word is not taken; null when it is.</summary>
    private static ApprovalResult? Refusal(HeldCall call, Principal approver, bool approves, DateTimeOffset now)
    {
        if (approver.Subject == call.AskedBy || approver.Subject == call.AskedFor)
        {
            return new ApprovalResult(ApprovalOutcome.SelfApproval, call);
        }

        if (!approver.Has(call.ApproverRoles))
        {
            return new ApprovalResult(ApprovalOutcome.RoleRequired, call);
        }

        if (call.Votes.Any(vote => vote.Approver == approver.Subject && vote.Approves == approves))
        {
            // An approval that outlived the call gives no more tokens: the mark that one was redeemed may be gone.
            var stand = StandOf(call);
            return new ApprovalResult(stand == ApprovalOutcome.Approved && call.ExpiresAt <= now ? ApprovalOutcome.Expired : stand, call, Repeated: true);
        }

        if (call.IsResolved)
        {
            return new ApprovalResult(ApprovalOutcome.AlreadyResolved, call);
        }

        return call.ExpiresAt <= now ? new ApprovalResult(ApprovalOutcome.Expired, call) : null;
    }

    private static ApprovalOutcome StandOf(HeldCall call) =>
        call.IsRejected ? ApprovalOutcome.Rejected : call.ApprovalsMissing == 0 ? ApprovalOutcome.Approved : ApprovalOutcome.Pending;

    // Who approved may still reject while others are missing: the later word replaces the earlier.
    private static HeldCall WithVote(HeldCall call, ApprovalVote vote) =>
        call with { Votes = [.. call.Votes.Where(earlier => earlier.Approver != vote.Approver), vote] };

    private void Replay(HeldCallEvent step)
    {
        if (step.Held is { } held && !_calls.ContainsKey(KeyOf(held)))
        {
            Add(held);
        }
        else if (step.Vote is { } vote && _calls.TryGetValue((step.Tenant, step.Decision), out var call))
        {
            _calls[(step.Tenant, step.Decision)] = WithVote(call, vote);
        }
    }

    private void Add(HeldCall call)
    {
        _calls.Add(KeyOf(call), call);
        _perTenant[call.Tenant] = _perTenant.GetValueOrDefault(call.Tenant) + 1;
        _ends.Enqueue(KeyOf(call), call.ExpiresAt + _options.KeepResolved);
    }

    private void Evict(DateTimeOffset now)
    {
        while (_ends.TryPeek(out var key, out var end) && end <= now)
        {
            _ends.Dequeue();
            if (_calls.Remove(key) && --_perTenant[key.Tenant] == 0)
            {
                _perTenant.Remove(key.Tenant);
            }
        }
    }

    private void Compact()
    {
        if (_log is not null && _log.Lines > 10_000 + (4 * _calls.Count))
        {
            _log.TryRewrite(_calls.Values);
        }
    }

    private static (string Tenant, Guid Decision) KeyOf(HeldCall call) => (call.Tenant, call.DecisionId);
}
