using AiDesk.Training.Texts;

namespace AiDesk.Training.Fitting;

/// <summary>A text as the trainer sees it.</summary>
/// <param name="Text">Where it came from.</param>
/// <param name="Evidence">What signatures and structure say, 0 to <see cref="AiDesk.Policy.Injection.Learned.ScoreCalibration.MostEvidence"/>.</param>
/// <param name="Stretches">The features of each stretch of words.</param>
/// <param name="Length">Stretches of its longest view.</param>
internal sealed record Example(TrainingText Text, double Evidence, Stretch[] Stretches, int Length);

/// <param name="Features">Places in the table of weights, one for each time that a feature occurs.</param>
/// <param name="Norm">What their sum is multiplied by.</param>
internal readonly record struct Stretch(int[] Features, double Norm)
{
    public double Score(double[] weights)
    {
        var sum = 0.0;
        foreach (var feature in Features)
        {
            sum += weights[feature];
        }

        return sum * Norm;
    }
}
