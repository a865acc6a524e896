namespace AiDesk.Policy.Output.Streaming;

/// <summary>What of a streamed reply is to be judged before more of it is released: by InspectOutput, the counters and DecideOutput, as a reply of its own.</summary>
/// <param name="Start">Its first unit in the whole.</param>
/// <param name="Text">The part: context, what may be released, and what stands behind it.</param>
public readonly record struct ReplyWindow(int Start, string Text);
