using AiDesk.Policy.Injection.Learned;

namespace AiDesk.Training.Fitting;

/// <summary>Keeps each word's features, where the scorer would add up their weights.</summary>
internal readonly struct FeatureCollector(List<int>[] words) : IFeatureSink
{
    public void Add(int token, int index) => words[token].Add(index);
}
