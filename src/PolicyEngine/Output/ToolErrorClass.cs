namespace AiDesk.Policy.Output;

/// <summary>How a tool failed, as far as a person needs to know.</summary>
internal enum ToolErrorClass : byte
{
    Other,
    Timeout,
    NotFound,
    Unavailable,
    Denied,
}
