using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalEmblem.Issuer.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal partial class MarkProposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ProposalId",
                table: "marked_data",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ProposalId",
                table: "assets",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mark_proposals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    ProposedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<string>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mark_proposals", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_marked_data_ProposalId",
                table: "marked_data",
                column: "ProposalId");

            migrationBuilder.CreateIndex(
                name: "IX_assets_proposed",
                table: "assets",
                column: "ProposalId",
                filter: "\"ProposalId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_mark_proposals_State_ProposedAt",
                table: "mark_proposals",
                columns: new[] { "State", "ProposedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mark_proposals");

            migrationBuilder.DropIndex(
                name: "IX_marked_data_ProposalId",
                table: "marked_data");

            migrationBuilder.DropIndex(
                name: "IX_assets_proposed",
                table: "assets");

            migrationBuilder.DropColumn(
                name: "ProposalId",
                table: "marked_data");

            migrationBuilder.DropColumn(
                name: "ProposalId",
                table: "assets");
        }
    }
}
