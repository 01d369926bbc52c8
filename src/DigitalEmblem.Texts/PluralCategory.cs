namespace DigitalEmblem.Texts;

/// <summary>The forms that languages have for numbers (Unicode CLDR, plural rules). Not every language has each.</summary>
internal enum PluralCategory
{
    /// <summary>All other numbers. Every language has it.</summary>
    Other = 0,

    /// <summary>Nothing, in Arabic.</summary>
    Zero,

    /// <summary>One, and in Russian 21, 31 and so on.</summary>
    One,

    /// <summary>Two, in Arabic.</summary>
    Two,

    /// <summary>Some, in Arabic and Russian.</summary>
    Few,

    /// <summary>More, in Arabic and Russian; millions, in French and Spanish.</summary>
    Many,
}
