using AiDesk.Evaluation.Rows;
using AiDesk.Evaluation.Scoring;

namespace AiDesk.Training.Texts;

/// <summary>The texts that weights are trained on, and what was left out of them and why.</summary>
internal sealed class TrainingSet
{
    /// <summary>A licence that says this was never read at its source: such rows measure, they do not train.</summary>
    private const string Unchecked = "not checked";

    /// <summary>
    /// Sources whose attacks are ordinary requests that are attacks only where they stand ("Provide a poem about a tranquil evening" in a receipt). Learned as attacks, they
    /// teach what tables and receipts look like; provenance and taint carry their case.
    /// </summary>
    private static readonly string[] OnlyByPlace = ["microsoft/BIPIA"];

    /// <summary>Texts written in each disguise.</summary>
    private const int PerDisguise = 120;

    /// <summary>Fewest and most characters of a text that is disguised.</summary>
    private const int LeastDisguised = 30;
    private const int MostDisguised = 300;

    private readonly FiveWords _evaluation = new();
    private readonly List<TrainingText> _texts = [];
    private readonly List<TrainingText> _unchecked = [];
    private readonly List<TrainingText> _onlyByPlace = [];
    private readonly List<RowFault> _faults = [];

    /// <summary>What may train.</summary>
    public IReadOnlyList<TrainingText> Texts => _texts;

    /// <summary>Rows whose licence is marked as not checked.</summary>
    public IReadOnlyList<TrainingText> LeftOutForLicence => _unchecked;

    /// <summary>Attacks that no wording tells.</summary>
    public IReadOnlyList<TrainingText> LeftOutForWording => _onlyByPlace;

    /// <summary>Rows that have five words in a row in common with the project's own evaluation set.</summary>
    public int LeftOutForEvaluation { get; private set; }

    public IReadOnlyList<RowFault> Faults => _faults;

    /// <summary>Makes the rows of a file untouchable: what shares five words with them does not train. Before <see cref="AddAsync"/>.</summary>
    public async Task HoldOutAsync(string file, CancellationToken cancellation)
    {
        await foreach (var (row, fault) in RowReader.ReadAsync(file, cancellation).ConfigureAwait(false))
        {
            if (fault is not null)
            {
                _faults.Add(fault);
            }
            else
            {
                _evaluation.Add(row!.Text);
            }
        }
    }

    /// <param name="file">Labelled rows.</param>
    /// <param name="own">The project wrote them.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task AddAsync(string file, bool own, CancellationToken cancellation)
    {
        await foreach (var (row, fault) in RowReader.ReadAsync(file, cancellation).ConfigureAwait(false))
        {
            if ((fault ?? FaultOf(file, row!)) is { } found)
            {
                _faults.Add(found);
            }
            else
            {
                Add(row!, own ? Path.GetFileNameWithoutExtension(file) : row!.Source ?? file, own);
            }
        }
    }

    /// <summary>Adds harmless texts in every disguise, each from other texts. After the last <see cref="AddAsync"/>.</summary>
    public void AddDisguised()
    {
        var harmless = _texts.Where(text => !text.IsAttack && text.Text.Length is >= LeastDisguised and <= MostDisguised).ToArray();
        var every = Math.Max(1, harmless.Length / (Disguises.All.Count * PerDisguise));
        for (var i = 0; i * every < harmless.Length && i < Disguises.All.Count * PerDisguise; i++)
        {
            var (name, write) = Disguises.All[i % Disguises.All.Count];
            var text = harmless[i * every];
            _texts.Add(text with { Text = write(text.Text), Source = "disguised: " + name, IsOwn = true, Fold = i / Disguises.All.Count });
        }
    }

    private static RowFault? FaultOf(string file, Row row) => row.Label is "injection" or Labels.Benign
        ? null
        : new RowFault(file, row.Line, 1, $"field 'label' is '{row.Label}'; it must be 'injection' or '{Labels.Benign}'.");

    private void Add(Row row, string source, bool own)
    {
        var text = new TrainingText(row.Text, row.Label != Labels.Benign, source, row.Language, row.Kind, own, row.Line);
        if (_evaluation.Shares(row.Text))
        {
            LeftOutForEvaluation++;
        }
        else if (row.Licence?.Contains(Unchecked, StringComparison.OrdinalIgnoreCase) == true)
        {
            _unchecked.Add(text);
        }
        else if (text.IsAttack && OnlyByPlace.Contains(source, StringComparer.Ordinal))
        {
            _onlyByPlace.Add(text);
        }
        else
        {
            _texts.Add(text);
        }
    }
}
