using AiDesk.Policy.Checks;

namespace AiDesk.Policy.Limits;

/// <summary>Whether a request is over limits that it names, asked by a proxy.</summary>
public readonly record struct RateCheck
{
    public RateCheck()
    {
    }

    /// <summary>Most questions of one check: with the kill switch they fit a batch.</summary>
    public const int QuestionLimit = 16;

    /// <summary>Of the whole check: its clock, and what the record says of it.</summary>
    public CallContext Context { get; init; } = new();

    /// <summary>At most <see cref="QuestionLimit"/>.</summary>
    public required ReadOnlyMemory<RateQuestion> Questions { get; init; }

    /// <summary>One for each question, written by the engine.</summary>
    public required Memory<RateAnswer> Answers { get; init; }
}

/// <summary>One limit, and whose hits.</summary>
public readonly record struct RateQuestion
{
    public RateQuestion()
    {
    }

    /// <summary>Name of the limit in the policy.</summary>
    public string Limit { get; init; } = "";

    /// <summary>The fields that limits count by.</summary>
    public CallContext Context { get; init; } = new();

    /// <summary>Hits, 1 and up; 0 only asks what is left.</summary>
    public long Hits { get; init; } = 1;

    /// <summary>Why it cannot be asked, for operators; empty when it can. It is refused, and nothing is counted.</summary>
    public string Problem { get; init; } = "";
}

/// <summary>How one question stands.</summary>
public record struct RateAnswer
{
    public RateAnswer()
    {
    }

    /// <summary>Null when the policy has no limit of that name.</summary>
    public RateRule? Rule { get; set; }

    /// <summary>Its operation in the batch, where its reading is; -1 when nothing was asked of the counters.</summary>
    public int Operation { get; set; } = -1;

    /// <summary>It binds, and the request may not go on because of it.</summary>
    public bool Refused { get; set; }
}
