namespace AiDesk.Policy.Injection.Learned;

/// <summary>Takes the features of a view as they are met. Implemented by structs, so that the scorer's is compiled into the loop; the trainer has one that collects.</summary>
internal interface IFeatureSink
{
    /// <param name="token">The word to which the feature belongs.</param>
    /// <param name="index">Its place in the table of weights, 0 to <see cref="ModelFeatures.TableSize"/> - 1.</param>
    void Add(int token, int index);
}
