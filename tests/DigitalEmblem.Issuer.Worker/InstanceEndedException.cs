namespace DigitalEmblem.Issuer.Worker;

/// <summary>The instance has ended: nothing that it tries reaches anything any more.</summary>
internal sealed class InstanceEndedException() : Exception("The instance has ended.");
