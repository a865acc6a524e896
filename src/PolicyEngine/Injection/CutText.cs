namespace AiDesk.Policy.Injection;

/// <param name="Text">The text, with <see cref="InjectionCut.Marker"/> where something was cut; the same string when nothing was.</param>
/// <param name="WasCut">Something was cut.</param>
/// <param name="Score">The highest score met, 0 to 1: what taints.</param>
public readonly record struct CutText(string Text, bool WasCut, double Score);
