namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>What the exit code of a program says; each other one says that it is not known what came of it.</summary>
internal enum ProgramCode
{
    /// <summary>All is done.</summary>
    Done = 0,

    /// <summary>It was started wrongly, or lacks something; each name would be told the same (EX_USAGE).</summary>
    WronglyStarted = 64,

    /// <summary>Other records are there than it was told; nothing was changed (EX_DATAERR).</summary>
    Changed = 65,

    /// <summary>It could not now; nothing was changed (EX_TEMPFAIL).</summary>
    NotNow = 75,

    /// <summary>It may not make this change; nothing was changed (EX_NOPERM).</summary>
    NotAllowed = 77,

    /// <summary>It cannot make this change as things are set; nothing was changed (EX_CONFIG).</summary>
    WrongSettings = 78,
}
