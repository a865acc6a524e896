namespace AiDesk.Agent.Pages.Shared;

/// <param name="Title">What happened.</param>
/// <param name="Help">What to do now.</param>
/// <param name="Detail">Which field, or what policy says; may be empty.</param>
/// <param name="Back">Where one came from.</param>
public sealed record FaultModel(string Title, string Help, string Detail, string Back);
