namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// What is worked on one after another: the names at one place to publish, or those to remove. Lanes go on side by side, so that a slow or
/// silent server holds up no other one, and a long publication no removal.
/// </summary>
/// <param name="Place">The place of a target.</param>
/// <param name="Wanted">Whether emblems are published; if not, removed.</param>
internal readonly record struct Lane(Guid Place, bool Wanted);
