namespace DigitalEmblem.Issuer.CheckPage.Naming;

/// <summary>The scripts that names are written in, as far as mixing them can deceive.</summary>
internal enum Script
{
    /// <summary>Digits, hyphens, marks, and letters that this table does not know.</summary>
    Common = 0,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Thai,
    Georgian,
    Hangul,
    Cherokee,
    Hiragana,
    Katakana,
    Bopomofo,
    Han,
}
