namespace AiDesk.Policy.Output.Streaming;

/// <summary>How a streamed reply is released. Values are those of the wire.</summary>
public enum ReleasePace : byte
{
    None,

    /// <summary>As it comes, behind it by what the detectors' anchors ask for.</summary>
    Anchor,

    /// <summary>By whole sentences, behind what has come as well.</summary>
    Sentence,

    /// <summary>At once, when the whole was judged.</summary>
    Buffer,
}
