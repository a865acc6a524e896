namespace AiDesk.Agent.Graph.Steps;

/// <summary>What the graph's reducer takes in, one kind of step each. Stored as JSON: fields are added, never renamed.</summary>
internal interface IStepBody;

/// <summary>Intake is done.</summary>
internal sealed record KnowledgeFound(IReadOnlyList<KnowledgeText> Hits) : IStepBody;

/// <param name="ChunkId">For citations.</param>
/// <param name="Title">Source and title.</param>
/// <param name="Text">The passage as it was.</param>
internal sealed record KnowledgeText(Guid ChunkId, string Title, string Text);

/// <summary>The model answered the vendor.</summary>
/// <param name="Text">Its reply without the line of the intent; empty when it asks for tools.</param>
/// <param name="Intent">Empty when it did not say.</param>
/// <param name="Calls">In order.</param>
/// <param name="OutputTokens">Of the answer.</param>
internal sealed record ModelAnswered(string Text, string Intent, IReadOnlyList<ProposedCall> Calls, int OutputTokens) : IStepBody;

/// <param name="CallId">Unique in the run.</param>
/// <param name="Tool">As the model wrote it.</param>
/// <param name="Arguments">JSON as the model wrote it; empty when that was none.</param>
internal sealed record ProposedCall(string CallId, string Tool, string Arguments);

/// <summary>A tool call got its result, or its verdict.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Text">What the model sees of it: filtered output as JSON, or a sentence.</param>
/// <param name="Arguments">Canonical; empty when they were not valid.</param>
/// <param name="IsFault">The model asked for what nobody could do: counts towards the cap of faults.</param>
/// <param name="Held">Set while people decide.</param>
internal sealed record ToolAnswered(string CallId, ToolStatus Status, string Text, string Arguments, bool IsFault, HeldCallBody? Held) : IStepBody;

/// <summary>A <see cref="AiDesk.Agent.Runs.HeldToolCall"/> as it is stored with the steps.</summary>
internal sealed record HeldCallBody(Guid DecisionId, string ApprovalType, int ApprovalsNeeded, string Risk, string Reason, IReadOnlyList<string> Findings, DateTimeOffset? ExpiresAt);

/// <summary>A person's word on a held call: <see cref="AiDesk.Agent.Runs.ResolvedToolCall"/>.</summary>
internal sealed record CallResolved(string CallId, string Resolution, string CanonicalArguments, string DecisionToken, string ReservationId) : IStepBody;

/// <summary>The observer judged the draft.</summary>
internal sealed record DraftObserved(IReadOnlyList<DraftProblem> Problems, int OutputTokens, bool AskedModel) : IStepBody;

/// <param name="Code">Of <c>DraftProblems</c>.</param>
/// <param name="Detail">The words of the draft that it is about.</param>
internal sealed record DraftProblem(string Code, string Detail);

/// <summary>The refiner wrote it anew.</summary>
internal sealed record DraftRewritten(string Text, int OutputTokens, bool AskedModel) : IStepBody;

/// <summary>The draft passed the guard of the output: it is to be proposed.</summary>
internal sealed record DraftGuarded(
    string Text, bool GoesOut, bool NeedsPostReview, Guid ToolDecision, Guid OutputDecision, string ApprovalType, string Reason, string Risk, IReadOnlyList<string> Findings,
    DateTimeOffset? ExpiresAt) : IStepBody;

/// <summary>The run ends without a reply.</summary>
/// <param name="Outcome">Of <see cref="RunOutcomes"/>.</param>
/// <param name="Text">What the customer is shown; empty for nothing.</param>
/// <param name="TakesOver">A person takes over.</param>
internal sealed record RunEnded(string Outcome, string Text, bool TakesOver) : IStepBody;
