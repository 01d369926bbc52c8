namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Whether the world saw our emblem at the last look.</summary>
internal enum SeenByWorld
{
    /// <summary>It did.</summary>
    Yes = 0,

    /// <summary>It saw no emblem, or something else.</summary>
    No,

    /// <summary>It could not be found out.</summary>
    CouldNotLook,

    /// <summary>The watch has not looked yet.</summary>
    NotLooked,
}
