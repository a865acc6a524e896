using AiDesk.Identity;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>
/// The calls that wait for people. Each step is on file before it is answered, so that a restart changes nothing. One tenant's calls do not exist for
/// another. What a person may say is decided here; whether an approved call may still run is decided by the renewed checks of the caller.
/// </summary>
internal sealed class HeldCalls : IDisposable
{
    /// <summary>Name of the log in the state folder.</summary>
    public const string LogName = "held-calls.jsonl";

    private readonly Lock _gate = new();
    private readonly WaitingTable<HeldCall> _calls;
    private readonly TimeProvider _clock;
    private readonly StepLog<HeldCallEvent>? _log;

    /// <summary>Reads back what a former process left. Throws <see cref="InvalidDataException"/> for a damaged log.</summary>
    public HeldCalls(WaitingOptions options, TimeProvider clock)
    {
        _calls = new WaitingTable<HeldCall>(options.Limit, options.LimitPerTenant, options.KeepResolved);
        _clock = clock;
        if (options.StateFolder.Length == 0)
        {
            return;
        }

        _log = new StepLog<HeldCallEvent>(options.StateFolder, LogName);
        foreach (var step in _log.Read())
        {
            Replay(step);
        }

        _calls.Evict(clock.GetUtcNow());
        _log.Rewrite(All());
    }

    /// <summary>Why steps cannot be put on file: calls that need approval are denied. Empty when they can.</summary>
    public string Fault
    {
        get
        {
            lock (_gate)
            {
                return _log?.Fault ?? "";
            }
        }
    }

    /// <summary>After a fault: looks whether it is over.</summary>
    public void Probe()
    {
        lock (_gate)
        {
            _log?.Probe();
        }
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

    /// <summary>Holds a call. The same decision again is held already, whatever else it says.</summary>
    public HoldResult Hold(HeldCall call)
    {
        lock (_gate)
        {
            if (_calls.Contains(call.Tenant, call.DecisionId))
            {
                return HoldResult.Known;
            }

            if (!_calls.HasRoom(call.Tenant, _clock.GetUtcNow()) || !Append(new HeldCallEvent { Held = call }))
            {
                return HoldResult.Refused;
            }

            _calls.Add(call);
            Compact();
            return HoldResult.Held;
        }
    }

    /// <summary>The decision that held the call was denied after all. Nobody has heard of it yet.</summary>
    public void Withdraw(HeldCall call)
    {
        lock (_gate)
        {
            Append(new HeldCallEvent { Tenant = call.Tenant, Decision = call.DecisionId, Withdrawn = true });
            _calls.Remove(call.Tenant, call.DecisionId);
        }
    }

    /// <summary>Null when this tenant has no such call.</summary>
    public HeldCall? Find(string tenant, Guid decision)
    {
        lock (_gate)
        {
            return _calls.TryGet(tenant, decision, out var call) ? call : null;
        }
    }

    /// <summary>The tenant's calls that wait, longest first.</summary>
    public IReadOnlyList<HeldCall> ListPending(string tenant)
    {
        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            return [.. _calls.Items.Where(call => call.Tenant == tenant && !call.IsResolved && call.ExpiresAt > now).OrderBy(call => call.HeldAt)];
        }
    }

    /// <summary>Takes a person's word on a call of the person's own tenant.</summary>
    public ApprovalResult Resolve(Guid decision, Principal approver, bool approves, string note)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            _calls.Evict(now);
            if (!_calls.TryGet(approver.Tenant, decision, out var call))
            {
                return new ApprovalResult(ApprovalOutcome.NotFound);
            }

            if (ApprovalRules.Refusal(call, approver, approves, now) is { } refusal)
            {
                return refusal;
            }

            var vote = new ApprovalVote(approver.Subject, approves, note.Length > ApprovalVote.NoteLimit ? note[..ApprovalVote.NoteLimit] : note, now);
            if (!Append(new HeldCallEvent { Decision = decision, Tenant = call.Tenant, Vote = vote }))
            {
                return new ApprovalResult(ApprovalOutcome.Unavailable, call);
            }

            call = ApprovalRules.WithVote(call, vote);
            _calls.Replace(call);
            Compact();
            return new ApprovalResult(ApprovalRules.StandOf(call), call);
        }
    }

    /// <summary>Notes how far a notice is. What cannot be put on file holds in memory: after a restart it is told once more.</summary>
    public void SetNotice(string tenant, Guid decision, int index, Notice notice)
    {
        lock (_gate)
        {
            if (_calls.TryGet(tenant, decision, out var call))
            {
                Append(new HeldCallEvent { Tenant = tenant, Decision = decision, NoticeIndex = index, Notice = notice });
                _calls.Replace(WithNotice(call, index, notice));
                Compact();
            }
        }
    }

    /// <summary>The calls that somebody is still to be told of.</summary>
    public IReadOnlyList<HeldCall> WithNoticesLeft()
    {
        lock (_gate)
        {
            return [.. _calls.Items.Where(call => call.Notices.Any(notice => !notice.Recorded))];
        }
    }

    /// <summary>Hands out each call that lapsed undecided, once; one that is answered false comes again.</summary>
    public void TellLapsed(Func<HeldCall, bool> tell)
    {
        lock (_gate)
        {
            var lapsed = _calls.Lapsed(_clock.GetUtcNow());
            var told = lapsed.TakeWhile(tell).ToList();
            _calls.Told(told.Count);
            foreach (var call in told)
            {
                Append(new HeldCallEvent { Tenant = call.Tenant, Decision = call.DecisionId, Lapsed = true });
                if (_calls.TryGet(call.Tenant, call.DecisionId, out var kept))
                {
                    _calls.Replace(kept with { Lapsed = true });
                }
            }
        }
    }

    public void Dispose() => _log?.Dispose();

    private static HeldCall WithNotice(HeldCall call, int index, Notice notice) =>
        call with { Notices = [.. call.Notices.Select((before, place) => place == index ? notice : before)] };

    private void Replay(HeldCallEvent step)
    {
        if (step.Held is { } held)
        {
            if (!_calls.Contains(held.Tenant, held.DecisionId))
            {
                _calls.Add(held);
            }
        }
        else if (step.Withdrawn)
        {
            _calls.Remove(step.Tenant, step.Decision);
        }
        else if (_calls.TryGet(step.Tenant, step.Decision, out var call))
        {
            call = step.Vote is { } vote ? ApprovalRules.WithVote(call, vote) : call;
            call = step.Notice is { } notice ? WithNotice(call, step.NoticeIndex, notice) : call;
            _calls.Replace(call with { Lapsed = call.Lapsed || step.Lapsed });
        }
    }

    private bool Append(HeldCallEvent step) => _log?.TryAppend(step) != false;

    private IEnumerable<HeldCallEvent> All() => _calls.Items.Select(call => new HeldCallEvent { Held = call });

    private void Compact()
    {
        if (_log?.IsLong(_calls.Count) == true)
        {
            _log.TryRewrite(All());
        }
    }
}

/// <summary>What became of a call that is to be held.</summary>
internal enum HoldResult : byte
{
    Held,

    /// <summary>It was held before.</summary>
    Known,

    /// <summary>There is no room, or it cannot be put on file: the decision must become DENY.</summary>
    Refused,
}
