namespace AiDesk.Training.Texts;

/// <param name="Text">What is judged.</param>
/// <param name="IsAttack">Its label.</param>
/// <param name="Source">Where it comes from; the project's own texts have the source of their file.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Kind">What kind of attack or harmless text.</param>
/// <param name="IsOwn">The project wrote it.</param>
/// <param name="Fold">Number of its line: own texts are left out in turn by it.</param>
internal sealed record TrainingText(string Text, bool IsAttack, string Source, string Language, string Kind, bool IsOwn, int Fold);
