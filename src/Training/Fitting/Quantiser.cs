using AiDesk.Policy.Injection.Learned;

namespace AiDesk.Training.Fitting;

/// <summary>Weights as the program carries them: a signed byte each, over the range that fitting kept them in.</summary>
internal static class Quantiser
{
    public static InjectionModel Run(LinearWeights fitted, double mostWeight, ScoreCalibration calibration)
    {
        var scale = mostWeight / sbyte.MaxValue;
        var bytes = new sbyte[fitted.Weights.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (sbyte)Math.Clamp(Math.Round(fitted.Weights[i] / scale), -sbyte.MaxValue, sbyte.MaxValue);
        }

        return InjectionModel.Create(bytes, scale, fitted.Bias, calibration);
    }
}
