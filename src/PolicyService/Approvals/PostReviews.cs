using AiDesk.Identity;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>
/// The reviews that are open. Opening one is on the path of every medium risk, so it is taken into memory and put on file with others, by
/// <see cref="Flush"/>, as the decision's own record is. A closing is on file before it is answered.
/// </summary>
internal sealed class PostReviews : IDisposable
{
    /// <summary>Name of the log in the state folder.</summary>
    public const string LogName = "post-reviews.jsonl";

    private const PrincipalRoles Reviewers = PrincipalRoles.Approver | PrincipalRoles.Admin;

    // Taken first: whoever writes the file. The other guards memory and is held for moments only.
    private readonly Lock _file = new();
    private readonly Lock _gate = new();
    private readonly WaitingTable<PostReview> _reviews;
    private readonly List<PostReviewEvent> _unwritten = [];
    private readonly TimeProvider _clock;
    private readonly StepLog<PostReviewEvent>? _log;
    private string _fault = "";

    /// <summary>Reads back what a former process left. Throws <see cref="InvalidDataException"/> for a damaged log.</summary>
    public PostReviews(WaitingOptions options, TimeProvider clock)
    {
        _reviews = new WaitingTable<PostReview>(options.Limit, options.LimitPerTenant, options.KeepResolved);
        _clock = clock;
        if (options.StateFolder.Length == 0)
        {
            return;
        }

        _log = new StepLog<PostReviewEvent>(options.StateFolder, LogName);
        foreach (var step in _log.Read())
        {
            Replay(step);
        }

        _reviews.Evict(clock.GetUtcNow());
        _log.Rewrite(All());
    }

    /// <summary>Why steps cannot be put on file: they wait in memory. Empty when they can.</summary>
    public string Fault => Volatile.Read(ref _fault);

    /// <summary>Steps that are not on file yet.</summary>
    public int Unwritten
    {
        get
        {
            lock (_gate)
            {
                return _unwritten.Count;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _reviews.Count;
            }
        }
    }

    /// <summary>False when there is no room. The same decision again is open already.</summary>
    public bool TryOpen(PostReview review)
    {
        lock (_gate)
        {
            if (_reviews.Contains(review.Tenant, review.DecisionId))
            {
                return true;
            }

            if (!_reviews.HasRoom(review.Tenant, _clock.GetUtcNow()))
            {
                return false;
            }

            _reviews.Add(review);
            Write(new PostReviewEvent { Opened = review });
            return true;
        }
    }

    /// <summary>The decision that opened the review was denied after all.</summary>
    public void Withdraw(string tenant, Guid decision)
    {
        lock (_gate)
        {
            _reviews.Remove(tenant, decision);
            Write(new PostReviewEvent { Tenant = tenant, Decision = decision, Withdrawn = true });
        }
    }

    /// <summary>Null when this tenant has no such review.</summary>
    public PostReview? Find(string tenant, Guid decision)
    {
        lock (_gate)
        {
            return _reviews.TryGet(tenant, decision, out var review) ? review : null;
        }
    }

    /// <summary>Takes a person's word on a review of the person's own tenant.</summary>
    public ReviewResult Close(Guid decision, Principal reviewer, bool fine, string note)
    {
        lock (_file)
        {
            var now = _clock.GetUtcNow();
            if (Find(reviewer.Tenant, decision) is not { } review)
            {
                return new ReviewResult(ApprovalOutcome.NotFound);
            }

            if (Refusal(review, reviewer, fine, now) is { } refusal)
            {
                return refusal;
            }

            var closing = new ReviewClosing(reviewer.Subject, fine, note.Length > ApprovalVote.NoteLimit ? note[..ApprovalVote.NoteLimit] : note, now);
            if (!TryWriteAll() || _log?.TryAppend(new PostReviewEvent { Tenant = review.Tenant, Decision = decision, Closing = closing }) == false)
            {
                return new ReviewResult(ApprovalOutcome.Unavailable, review);
            }

            review = review with { Closing = closing };
            lock (_gate)
            {
                if (_reviews.Contains(review.Tenant, decision))
                {
                    _reviews.Replace(review);
                }
            }

            return new ReviewResult(OutcomeOf(closing), review);
        }
    }

    /// <summary>Hands out each review that lapsed open, once; one that is answered false comes again.</summary>
    public void TellLapsed(Func<PostReview, bool> tell)
    {
        lock (_gate)
        {
            var told = _reviews.Lapsed(_clock.GetUtcNow()).TakeWhile(tell).ToList();
            _reviews.Told(told.Count);
            foreach (var review in told)
            {
                Write(new PostReviewEvent { Tenant = review.Tenant, Decision = review.DecisionId, Lapsed = true });
                if (_reviews.TryGet(review.Tenant, review.DecisionId, out var kept))
                {
                    _reviews.Replace(kept with { Lapsed = true });
                }
            }
        }
    }

    /// <summary>Puts on file what has happened since. What cannot be written now is written the next time.</summary>
    public void Flush()
    {
        lock (_file)
        {
            TryWriteAll();
            PostReviewEvent[] living;
            lock (_gate)
            {
                if (_log?.IsLong(_reviews.Count) != true)
                {
                    return;
                }

                living = [.. All()];
            }

            // What comes meanwhile is appended behind it, and reads the same when it is in both.
            _log.TryRewrite(living);
        }
    }

    public void Dispose()
    {
        Flush();
        _log?.Dispose();
    }

    /// <summary>Why the word is not taken; null when it is.</summary>
    private static ReviewResult? Refusal(PostReview review, Principal reviewer, bool fine, DateTimeOffset now)
    {
        if (reviewer.Subject == review.AskedBy || reviewer.Subject == review.AskedFor)
        {
            return new ReviewResult(ApprovalOutcome.SelfApproval, review);
        }

        if (!reviewer.Has(Reviewers))
        {
            return new ReviewResult(ApprovalOutcome.RoleRequired, review);
        }

        if (review.Closing is { } closing)
        {
            return closing.Reviewer == reviewer.Subject && closing.Fine == fine
                ? new ReviewResult(OutcomeOf(closing), review, Repeated: true)
                : new ReviewResult(ApprovalOutcome.AlreadyResolved, review);
        }

        return review.ExpiresAt <= now ? new ReviewResult(ApprovalOutcome.Expired, review) : null;
    }

    private static ApprovalOutcome OutcomeOf(ReviewClosing closing) => closing.Fine ? ApprovalOutcome.Fine : ApprovalOutcome.Problem;

    // Under the file's lock. What was taken comes before what has come since.
    private bool TryWriteAll()
    {
        PostReviewEvent[] steps;
        lock (_gate)
        {
            steps = [.. _unwritten];
            _unwritten.Clear();
        }

        if (steps.Length == 0)
        {
            return true;
        }

        var isWritten = _log!.TryAppend(steps);
        Volatile.Write(ref _fault, _log.Fault);
        if (isWritten)
        {
            return true;
        }

        lock (_gate)
        {
            _unwritten.InsertRange(0, steps);
        }

        return false;
    }

    private void Write(PostReviewEvent step)
    {
        if (_log is not null)
        {
            _unwritten.Add(step);
        }
    }

    private void Replay(PostReviewEvent step)
    {
        if (step.Opened is { } opened)
        {
            if (!_reviews.Contains(opened.Tenant, opened.DecisionId))
            {
                _reviews.Add(opened);
            }
        }
        else if (step.Withdrawn)
        {
            _reviews.Remove(step.Tenant, step.Decision);
        }
        else if (_reviews.TryGet(step.Tenant, step.Decision, out var review))
        {
            _reviews.Replace(review with { Closing = step.Closing ?? review.Closing, Lapsed = review.Lapsed || step.Lapsed });
        }
    }

    private IEnumerable<PostReviewEvent> All() => _reviews.Items.Select(review => new PostReviewEvent { Opened = review });
}
