namespace DigitalEmblem.Data;

/// <summary>A sign that was made elsewhere was not put beside the data. What was there stays as it was.</summary>
public sealed class DataNotAttachedException : Exception
{
    internal DataNotAttachedException(DataOutcome outcome, string message, Exception? cause = null)
        : base(message, cause) => Outcome = outcome;

    /// <summary>
    /// What the sign is: <see cref="DataOutcome.Invalid"/>; <see cref="DataOutcome.Indeterminate"/>, also where the manifest that waits for
    /// it is malformed; or <see cref="DataOutcome.NotAccepted"/>, where it is of other data.
    /// </summary>
    public DataOutcome Outcome { get; }
}
