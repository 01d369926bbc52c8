namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The forms in which records are handed to those who put them in by hand.</summary>
internal enum RecordsForm
{
    /// <summary>Lines of a zone file.</summary>
    Zone = 0,

    /// <summary>The data alone as generic records (RFC 3597), as web forms of providers take them.</summary>
    Rfc3597,

    /// <summary>A script for <c>nsupdate</c> that replaces each name's set in one step.</summary>
    Nsupdate,

    /// <summary>A JSON array.</summary>
    Json,

    /// <summary>A table, for spreadsheets and providers' imports.</summary>
    Csv,
}
